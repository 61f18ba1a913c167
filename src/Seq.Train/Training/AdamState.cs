using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Adam's memory as a safetensors file: <c>NAME.exp_avg</c> and <c>NAME.exp_avg_sq</c> for each weight, and the steps that each has taken.</summary>
/// <remarks>Not in TorchSharp's own storage format: any safetensors reader can use it, and a damaged file is found before a tensor is made from it.</remarks>
internal static class AdamState
{
    private const string Steps = "steps";
    private const string Mean = ".exp_avg";
    private const string Square = ".exp_avg_sq";
    private const long MaxSteps = 1_000_000_000_000;

    /// <param name="path">The file.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="names">Names of its parameters, in its order.</param>
    internal static void Save(string path, AdamW optimizer, IReadOnlyList<string> names)
    {
        using var scope = NewDisposeScope();
        var states = StatesOf(optimizer);
        var writer = new SafetensorsWriter();
        foreach (var (name, state) in names.Zip(states))
        {
            writer.Add<float>(name + Mean, state.exp_avg.shape, state.exp_avg.data<float>().ToArray());
            writer.Add<float>(name + Square, state.exp_avg_sq.shape, state.exp_avg_sq.data<float>().ToArray());
        }

        writer.Add<long>(Steps, [states.Length], states.Select(state => state.step).ToArray());
        writer.Write(path);
    }

    /// <param name="path">The file.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="names">Names of its parameters, in its order.</param>
    /// <exception cref="ModelFormatException">The file is damaged or belongs to another model.</exception>
    internal static void Load(string path, AdamW optimizer, IReadOnlyList<string> names)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var file = SafetensorsFile.Open(path);
        var states = StatesOf(optimizer);
        var steps = file.Read<long>(Steps);
        if (steps.Length != states.Length || steps.Any(step => step is < 0 or > MaxSteps))
        {
            throw Damaged(path, $"'{Steps}' must hold {states.Length} numbers from 0 to {MaxSteps}.");
        }

        foreach (var (name, place) in names.Select((name, place) => (name, place)))
        {
            states[place].step = steps[place];
            Read(file, name + Mean, states[place].exp_avg);
            Read(file, name + Square, states[place].exp_avg_sq);
        }
    }

    private static void Read(SafetensorsFile file, string name, Tensor target)
    {
        var entry = file.Find(name);
        if (!entry.Shape.SequenceEqual(target.shape))
        {
            throw Damaged(file.FilePath, $"Tensor '{name}' is {entry.ShapeText}, but the weight is [{string.Join(", ", target.shape)}].");
        }

        target.copy_(tensor(file.Read<float>(name)).view(target.shape));
    }

    private static ModelFormatException Damaged(string path, string problem) => new(path, problem, "Train again; this checkpoint cannot be resumed.");

    private static AdamW.State[] StatesOf(AdamW optimizer) => [.. optimizer.state_dict().State.Cast<AdamW.State>()];
}
