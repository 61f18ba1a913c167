using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Attention of a language model over its own last outputs; the equations are in <see cref="WindowAttentionDescription"/>.</summary>
internal sealed class WindowAttention : nn.Module
{
    private readonly LanguageModelDescription _model;
    private readonly Linear _input;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _energy;
    private readonly Linear _output;

    internal WindowAttention(LanguageModelDescription model)
        : base(nameof(WindowAttention))
    {
        _model = model;
        _input = nn.Linear(model.InputSize + model.OutputSize, model.InputSize);
        _query = nn.Linear(model.FlatStateSize, model.EnergySize);
        _key = nn.Linear(model.OutputSize, model.EnergySize, hasBias: false);
        _energy = nn.Linear(model.EnergySize, 1, hasBias: false);
        _output = nn.Linear(2 * model.OutputSize, model.OutputSize);
        RegisterComponents();
    }

    /// <summary>Steps through time, for each step needs the outputs before it.</summary>
    /// <param name="input">[batch, time, input].</param>
    /// <param name="state">The state before the first step; zeros if null.</param>
    /// <param name="layers">The layers between the attention's input and its query.</param>
    /// <param name="masks">What this batch of sequences has dropped so far.</param>
    /// <returns>Outputs [batch, time, output] and the state after the last step.</returns>
    internal (Tensor Output, LanguageState Next) Run(Tensor input, LanguageState? state, RecurrentStack layers, SequenceMasks masks)
    {
        var batch = input.shape[0];
        var context = state?.Context ?? zeros([batch, _model.OutputSize], input.dtype, input.device);
        var window = state?.Window ?? zeros([batch, _model.WindowAttention!.Window, _model.OutputSize], input.dtype, input.device);
        var keys = _key.call(window);                                                                       // [batch, window, energy]
        var states = state?.Layers;
        var outputs = new List<Tensor>();
        foreach (var token in input.unbind(1))
        {
            var entered = _input.call(cat([token, context], 1));
            (var top, states) = layers.Write(entered.unsqueeze(1), states, masks);
            var query = _query.call(Flat(states)).unsqueeze(1);                                             // [batch, 1, energy]
            var weights = _energy.call((keys + query).tanh()).softmax(1);                                   // [batch, window, 1]
            context = (weights * window).sum(1);                                                            // [batch, output]
            var output = _output.call(cat([top.squeeze(1), context], 1));
            outputs.Add(output);
            window = cat([window.narrow(1, 1, window.shape[1] - 1), output.unsqueeze(1)], 1);
            keys = cat([keys.narrow(1, 1, keys.shape[1] - 1), _key.call(output).unsqueeze(1)], 1);
        }

        return (stack(outputs, 1), new(states!, context, window));
    }

    /// <summary>Each trained tensor with the name it has in a checkpoint.</summary>
    internal IEnumerable<(string Name, Parameter Value)> Named() =>
    [
        (LanguageModelNames.AttentionInputWeight, _input.weight!),
        (LanguageModelNames.AttentionInputBias, _input.bias!),
        (LanguageModelNames.AttentionQueryWeight, _query.weight!),
        (LanguageModelNames.AttentionQueryBias, _query.bias!),
        (LanguageModelNames.AttentionKey, _key.weight!),
        (LanguageModelNames.AttentionEnergy, _energy.weight!),
        (LanguageModelNames.AttentionOutputWeight, _output.weight!),
        (LanguageModelNames.AttentionOutputBias, _output.bias!),
    ];

    /// <summary>Of each layer c then h, or h alone, side by side.</summary>
    private static Tensor Flat(LayerState[] states) =>
        cat([.. states.SelectMany(state => state.Cell is null ? (Tensor[])[state.Hidden] : [state.Cell, state.Hidden])], 1);
}
