using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Rows of an encoder-decoder or a language model in the middle of writing, with states under the names that a step graph gives them. Not thread-safe.</summary>
public sealed class TorchSteps : IDisposable
{
    private readonly EncoderDecoder? _decoder;
    private readonly LanguageModel? _language;
    private readonly ScalarType _type;
    private readonly Dictionary<string, Tensor> _encoded = new(StringComparer.Ordinal); // What stays the same for all steps of a row.
    private Dictionary<string, Tensor> _states = new(StringComparer.Ordinal);
    private long[] _lengths = [];
    private int _time;

    private TorchSteps(EncoderDecoder? decoder, LanguageModel? language, ScalarType type) => (_decoder, _language, _type) = (decoder, language, type);

    /// <summary>Number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Encoder outputs [batch, source, memory] as <c>memory</c>, the last of them [batch, memory] as <c>context</c>; empty for a language model.</summary>
    public IReadOnlyDictionary<string, TensorValues> Encoded => Values(_encoded.Where(pair => pair.Key != GraphNames.Keys));

    /// <summary>Each state by its name; empty stands for a language model's first one, zeros.</summary>
    public IReadOnlyDictionary<string, TensorValues> States => Values(_states);

    /// <summary>Real source positions per row, [rows]; empty for a language model.</summary>
    public IReadOnlyList<long> SourceLengths => _lengths;

    /// <summary>Whether the model looks back at its source.</summary>
    public bool HasAttention => _decoder?.Description is EncoderDecoderDescription { Attention: not null };

    /// <summary>How much of each source position is in the logits of the last step, [rows, source], zero past the length; null before the first step, and for a model without attention.</summary>
    public TensorValues? Attention { get; private set; }

    /// <summary>Puts other states in place of all.</summary>
    /// <param name="states">Every state by its name, with as many rows as there are.</param>
    public void Load(IReadOnlyDictionary<string, TensorValues> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        using var scope = NewDisposeScope();
        Replace(states.ToDictionary(pair => pair.Key, pair => pair.Value.ToTensor(_type)));
    }

    /// <summary>Writes one step in every row.</summary>
    /// <param name="tokens">The token that each row is fed, [rows].</param>
    /// <returns>Logits, [rows, vocabulary].</returns>
    public TensorValues Step(ReadOnlySpan<int> tokens)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var fed = tensor(Array.ConvertAll(tokens.ToArray(), token => (long)token), [tokens.Length, 1]);
        var (logits, next) = _decoder is null ? StepLanguage(fed) : StepDecoder(fed);
        var result = TensorValues.Of(logits.squeeze(1));
        Replace(next);
        return result;
    }

    /// <summary>Makes each row the copy of an old one.</summary>
    /// <param name="parents">The old row of each new one.</param>
    public void Reorder(ReadOnlySpan<int> parents)
    {
        using var scope = NewDisposeScope();
        int[] rows = [.. parents];
        var index = tensor(Array.ConvertAll(rows, row => (long)row));
        Replace(_states.ToDictionary(pair => pair.Key, pair => pair.Value.index_select(0, index)));
        foreach (var (name, old) in _encoded.ToList())
        {
            _encoded[name] = old.index_select(0, index).DetachFromDisposeScope();
            old.Dispose();
        }

        _lengths = _lengths.Length == 0 ? [] : Array.ConvertAll(rows, row => _lengths[row]);
        Rows = rows.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _states.Values.Concat(_encoded.Values))
        {
            tensor.Dispose();
        }
    }

    internal static TorchSteps Begin(EncoderDecoder model, TokenRows source, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var encoded = model.Encode(TorchReferee.Ids(source), TorchReferee.Lengths(source));
        var steps = new TorchSteps(model, null, type) { Rows = source.Rows, _lengths = source.Lengths, _time = source.Time };
        steps._encoded[GraphNames.Memory] = encoded.Memory.clone().DetachFromDisposeScope();
        steps._encoded[GraphNames.Context] = encoded.Context.clone().DetachFromDisposeScope();
        if (encoded.Keys is { } keys)
        {
            steps._encoded[GraphNames.Keys] = keys.clone().DetachFromDisposeScope();
        }

        steps.Replace(Named(encoded.Initial));
        return steps;
    }

    internal static TorchSteps Begin(LanguageModel model, TokenRows? read, int rows, ScalarType type)
    {
        var steps = new TorchSteps(null, model, type) { Rows = rows };
        for (var time = 0; time < (read?.Time ?? 0); time++)
        {
            using var scope = NewDisposeScope();
            var before = steps._states.ToDictionary(pair => pair.Key, pair => pair.Value.clone());
            steps.Step(Enumerable.Range(0, rows).Select(row => (int)read!.Ids[(row * read.Time) + time]).ToArray());
            var goesOn = tensor(Array.ConvertAll(read!.Lengths, length => time < length));
            steps.Replace(steps._states.ToDictionary(pair => pair.Key, pair =>
                where(goesOn.view([rows, .. Enumerable.Repeat(1L, (int)pair.Value.dim() - 1)]), pair.Value, before.TryGetValue(pair.Key, out var old) ? old : zeros_like(pair.Value))));
        }

        return steps;
    }

    private (Tensor Logits, Dictionary<string, Tensor> Next) StepDecoder(Tensor fed)
    {
        _states.TryGetValue(GraphNames.InputFeed, out var feed);
        _states.TryGetValue(GraphNames.Coverage, out var coverage);
        _encoded.TryGetValue(GraphNames.Keys, out var keys);
        var state = new DecoderState(Layers(), feed, coverage);
        var encoded = new EncodedSource(new(_lengths, _time), _encoded[GraphNames.Memory], keys, _encoded[GraphNames.Context], state, new());
        var weights = new List<Tensor>(); // [rows, 1, source]
        var (hidden, next) = _decoder!.Decode(fed, encoded, state, weights);
        Attention = weights.Count == 0 ? null : TensorValues.Of(weights[0].squeeze(1));
        return (_decoder.Logits(hidden), Named(next));
    }

    private (Tensor Logits, Dictionary<string, Tensor> Next) StepLanguage(Tensor fed)
    {
        _states.TryGetValue(GraphNames.WindowContext, out var context);
        _states.TryGetValue(GraphNames.Window, out var window);
        var (output, next) = _language!.Run(fed, _states.Count == 0 ? null : new(Layers(), context, window));
        var named = Named(next.Layers);
        Add(named, GraphNames.WindowContext, next.Context);
        Add(named, GraphNames.Window, next.Window);
        return (_language.Output.Logits(output), named);
    }

    private LayerState[] Layers() =>
    [
        .. Enumerable.Range(0, _states.Keys.Count(name => name.StartsWith("hidden_", StringComparison.Ordinal)))
            .Select(layer => new LayerState(_states[GraphNames.HiddenState(layer)], _states.GetValueOrDefault(GraphNames.CellState(layer)))),
    ];

    private static Dictionary<string, Tensor> Named(DecoderState state)
    {
        var named = Named(state.Layers);
        Add(named, GraphNames.InputFeed, state.Feed);
        Add(named, GraphNames.Coverage, state.Coverage);
        return named;
    }

    private static Dictionary<string, Tensor> Named(LayerState[] layers)
    {
        var named = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (var layer = 0; layer < layers.Length; layer++)
        {
            named.Add(GraphNames.HiddenState(layer), layers[layer].Hidden);
            Add(named, GraphNames.CellState(layer), layers[layer].Cell);
        }

        return named;
    }

    private static void Add(Dictionary<string, Tensor> named, string name, Tensor? value)
    {
        if (value is not null)
        {
            named.Add(name, value);
        }
    }

    /// <summary>Takes copies of the new states out of the dispose scope: two names may share a tensor, and a state may be what it was.</summary>
    private void Replace(Dictionary<string, Tensor> next)
    {
        var old = _states;
        _states = next.ToDictionary(pair => pair.Key, pair => pair.Value.clone().DetachFromDisposeScope());
        foreach (var tensor in old.Values)
        {
            tensor.Dispose();
        }
    }

    private static Dictionary<string, TensorValues> Values(IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        tensors.ToDictionary(pair => pair.Key, pair => TensorValues.Of(pair.Value));
}
