using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>An optimizer's memory as a safetensors file: PyTorch's names of it behind each weight's, such as <c>NAME.exp_avg</c>, and <c>steps</c>, which each weight has taken.</summary>
/// <remarks>Not in TorchSharp's own storage format: any safetensors reader can use it, and a damaged file is found before a tensor is made from it.</remarks>
internal static class OptimizerStates
{
    private const string Steps = "steps";
    private const long MaxSteps = 1_000_000_000_000;

    /// <param name="path">The file.</param>
    /// <param name="states">The memory of each weight.</param>
    /// <param name="names">Names of the weights, in the same order.</param>
    internal static void Save(string path, IReadOnlyList<OptimizerState> states, IReadOnlyList<string> names)
    {
        using var scope = NewDisposeScope();
        var writer = new SafetensorsWriter();
        foreach (var (name, state) in names.Zip(states))
        {
            foreach (var slot in SlotsOf(state))
            {
                if (slot.Value is { } value)
                {
                    writer.Add<float>($"{name}.{slot.Name}", value.shape, value.cpu().data<float>().ToArray());
                }
            }
        }

        writer.Add<long>(Steps, [states.Count], states.Select(StepOf).ToArray());
        writer.Write(path);
    }

    /// <param name="path">The file.</param>
    /// <param name="states">Receive what the file holds.</param>
    /// <param name="names">Names of the weights, in the same order.</param>
    /// <param name="weights">The weights.</param>
    /// <exception cref="ModelFormatException">The file is damaged or belongs to another model or rule.</exception>
    internal static void Load(string path, IReadOnlyList<OptimizerState> states, IReadOnlyList<string> names, IReadOnlyList<Tensor> weights)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var file = SafetensorsFile.Open(path);
        var steps = file.Read<long>(Steps);
        if (steps.Length != states.Count || steps.Any(step => step is < 0 or > MaxSteps))
        {
            throw TrainingFiles.Damaged(path, $"'{Steps}' must hold {states.Count} numbers from 0 to {MaxSteps}.");
        }

        for (var place = 0; place < states.Count; place++)
        {
            SetStep(states[place], steps[place]);
            foreach (var slot in SlotsOf(states[place]))
            {
                var name = $"{names[place]}.{slot.Name}";
                if (slot.Value is { } value)
                {
                    value.copy_(Read(file, name, weights[place]));
                }
                else if (file.Entries.Any(entry => entry.Name == name))
                {
                    slot.Set(Read(file, name, weights[place]).DetachFromDisposeScope());
                }
            }
        }
    }

    private static Tensor Read(SafetensorsFile file, string name, Tensor weight) => TrainingFiles.ReadTensor(file, name, weight.shape, weight.device);

    private static Slot[] SlotsOf(OptimizerState state) => state switch
    {
        SGD.State sgd => [new("momentum_buffer", sgd.momentum_buffer, value => sgd.momentum_buffer = value)],
        RMSProp.State rms =>
        [
            new("square_avg", rms.square_avg, value => rms.square_avg = value),
            new("momentum_buffer", rms.momentum_buffer, value => rms.momentum_buffer = value),
        ],
        Adam.State adam =>
        [
            new("exp_avg", adam.exp_avg, value => adam.exp_avg = value),
            new("exp_avg_sq", adam.exp_avg_sq, value => adam.exp_avg_sq = value),
            new("max_exp_avg_sq", adam.max_exp_avg_sq, value => adam.max_exp_avg_sq = value),
        ],
        AdamW.State adam =>
        [
            new("exp_avg", adam.exp_avg, value => adam.exp_avg = value),
            new("exp_avg_sq", adam.exp_avg_sq, value => adam.exp_avg_sq = value),
            new("max_exp_avg_sq", adam.max_exp_avg_sq, value => adam.max_exp_avg_sq = value),
        ],
        Adagrad.State ada => [new("sum", ada.sum, value => ada.sum = value)],
        Adadelta.State ada => [new("square_avg", ada.square_avg, value => ada.square_avg = value), new("acc_delta", ada.acc_delta, value => ada.acc_delta = value)],
        _ => throw new InvalidOperationException($"{state.GetType()} is the state of no optimizer that is used here."),
    };

    private static long StepOf(OptimizerState state) => state switch
    {
        RMSProp.State rms => rms.step,
        Adam.State adam => adam.step,
        AdamW.State adam => adam.step,
        Adagrad.State ada => ada.step,
        Adadelta.State ada => ada.step,
        _ => 0,
    };

    private static void SetStep(OptimizerState state, long step)
    {
        switch (state)
        {
            case RMSProp.State rms:
                rms.step = step;
                break;
            case Adam.State adam:
                adam.step = step;
                break;
            case AdamW.State adam:
                adam.step = step;
                break;
            case Adagrad.State ada:
                ada.step = step;
                break;
            case Adadelta.State ada:
                ada.step = step;
                break;
            default:
                break;
        }
    }

    /// <summary>A tensor of an optimizer's memory of one weight; null where there is none yet.</summary>
    private readonly record struct Slot(string Name, Tensor? Value, Action<Tensor> Set);
}
