using Seq.Model;
using Seq.Train;
using static TorchSharp.torch;

namespace Seq.Bench.Training;

/// <summary>The Brown language model: 2 x 200 LSTM, 10,000 words, batches of 100 x 25, full softmax, state carried.</summary>
internal sealed class LanguageModelCase : TrainingCase
{
    private const int Vocabulary = 10_000;
    private const int Hidden = 200;
    private const int Rows = 100;
    private const int Steps = 25;
    private readonly LanguageModel _model;
    private readonly long[][] _tokens;
    private LanguageState? _state;

    internal LanguageModelCase()
        : this(new LanguageModel(new()
        {
            Vocabulary = Vocabulary,
            Embedding = Hidden,
            Layers = new() { Cell = CellKind.Lstm, Hidden = Hidden, Layers = 2 },
            StartToken = 0,
        }))
    {
    }

    private LanguageModelCase(LanguageModel model)
        : base("brown-lm", model)
    {
        _model = model;
        _tokens = [.. Enumerable.Range(0, Batches).Select(batch => RandomRows.Words(new(17 + (ulong)batch), Rows * (Steps + 1), Vocabulary))];
    }

    internal override (string Kind, IReadOnlyDictionary<string, int> Sizes) Description =>
        ("language-model", new Dictionary<string, int> { ["vocabulary"] = Vocabulary, ["embedding"] = Hidden, ["hidden"] = Hidden, ["layers"] = 2 });

    internal override bool IsRagged => false;

    internal override long TokensPerStep => Rows * Steps;

    internal override IEnumerable<(string Name, long[] Shape, Array Values)> Batch(int index) =>
        [("input", [Rows, Steps], Cut(index, 0)), ("target", [Rows, Steps], Cut(index, 1))];

    private protected override double LossOf(int batch)
    {
        var (output, next) = _model.Run(tensor(Cut(batch, 0), [Rows, Steps]), _state);
        var flat = output.reshape(Rows * Steps, Hidden);
        var loss = OutputLoss.Backward(_model.Output, flat, tensor(Cut(batch, 1)), new(), scale: 1.0 / (Rows * Steps));
        _state?.Dispose();
        _state = next.Detach().Keep();
        return loss.Mean;
    }

    private protected override void ForgetState()
    {
        _state?.Dispose();
        _state = null;
    }

    public override void Dispose()
    {
        ForgetState();
        base.Dispose();
    }

    /// <summary>The batch's tokens from a column on, [batch · time].</summary>
    private long[] Cut(int batch, int from)
    {
        var cut = new long[Rows * Steps];
        for (var row = 0; row < Rows; row++)
        {
            Array.Copy(_tokens[batch], (row * (Steps + 1)) + from, cut, row * Steps, Steps);
        }

        return cut;
    }
}
