using Seq.Model;
using Seq.Train;
using static TorchSharp.torch;

namespace Seq.Bench.Training;

/// <summary>An encoder-decoder with attention: GRU 256, embedding 256, 8,000 tokens on each side, 64 pairs of 8 to 24 tokens.</summary>
internal sealed class SequenceToSequenceCase : TrainingCase
{
    private const int Vocabulary = 8_000;
    private const int Width = 256;
    private const int Rows = 64;
    private const int Time = 24;
    private const long Ignored = -100;
    private readonly EncoderDecoder _model;
    private readonly long[][] _sourceLengths;
    private readonly long[][] _targetLengths;
    private readonly long[][] _source;
    private readonly long[][] _target;

    internal SequenceToSequenceCase()
        : this(new EncoderDecoder(new()
        {
            SourceVocabulary = Vocabulary,
            TargetVocabulary = Vocabulary,
            SourceEmbedding = Width,
            TargetEmbedding = Width,
            Encoder = new() { Cell = CellKind.Gru, Hidden = Width },
            Decoder = new() { Cell = CellKind.Gru, Hidden = Width },
            Attention = new(),
            StartToken = 0,
            EndToken = 1,
        }))
    {
    }

    private SequenceToSequenceCase(EncoderDecoder model)
        : base("seq2seq", model)
    {
        _model = model;
        _sourceLengths = [.. Enumerable.Range(0, Batches).Select(batch => RandomRows.Lengths(new(51 + (ulong)batch), Rows, 8, Time))];
        _targetLengths = [.. Enumerable.Range(0, Batches).Select(batch => RandomRows.Lengths(new(61 + (ulong)batch), Rows, 8, Time))];
        _source = [.. Enumerable.Range(0, Batches).Select(batch => RandomRows.Words(new(71 + (ulong)batch), Rows * Time, Vocabulary))];
        _target = [.. Enumerable.Range(0, Batches).Select(batch => RandomRows.Words(new(81 + (ulong)batch), Rows * (Time + 1), Vocabulary))];
    }

    internal override (string Kind, IReadOnlyDictionary<string, int> Sizes) Description => (
        "encoder-decoder",
        new Dictionary<string, int> { ["source_vocabulary"] = Vocabulary, ["target_vocabulary"] = Vocabulary, ["embedding"] = Width, ["hidden"] = Width });

    internal override bool IsRagged => true;

    internal override long TokensPerStep => (long)_targetLengths.Average(lengths => lengths.Sum());

    internal override IEnumerable<(string Name, long[] Shape, Array Values)> Batch(int index) =>
    [
        ("source", [Rows, Time], _source[index]), ("lengths", [Rows], _sourceLengths[index]), ("target_lengths", [Rows], _targetLengths[index]),
        ("target_input", [Rows, Time], Target(index, 0, pad: 1)), ("target_output", [Rows, Time], Target(index, 1, Ignored)),
    ];

    private protected override double LossOf(int batch)
    {
        var encoded = _model.Encode(tensor(_source[batch], [Rows, Time]), new(_sourceLengths[batch], Time));
        var steps = new RealSteps(_targetLengths[batch], Time);
        var hidden = _model.DecodeReal(tensor(Target(batch, 0, pad: 1), [Rows, Time]), steps, encoded);
        return OutputLoss.Backward(_model.Output, hidden, steps.OfFlat(tensor(Target(batch, 1, Ignored))), new(), scale: 1.0 / _targetLengths[batch].Sum()).Mean;
    }

    /// <summary>Target tokens from a column on, [batch · time], what lies past the length replaced.</summary>
    private long[] Target(int batch, int from, long pad)
    {
        var cut = new long[Rows * Time];
        for (var place = 0; place < cut.Length; place++)
        {
            var (row, step) = (place / Time, place % Time);
            cut[place] = step < _targetLengths[batch][row] ? _target[batch][(row * (Time + 1)) + step + from] : pad;
        }

        return cut;
    }
}
