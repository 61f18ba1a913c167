using Seq.Model;
using Seq.Train;
using static TorchSharp.torch;

namespace Seq.Bench.Training;

/// <summary>The IMDB classifier: embedding 32, LSTM 100, last output, sigmoid; 64 reviews of 250 to 500 words, as a bucket holds them.</summary>
internal sealed class ClassifierCase : TrainingCase
{
    private const int Vocabulary = 5_000;
    private const int Rows = 64;
    private const int Time = 500;
    private readonly Classifier _model;
    private readonly long[][] _lengths;
    private readonly long[][] _tokens;
    private readonly float[][] _labels;

    internal ClassifierCase()
        : this(new Classifier(new()
        {
            Vocabulary = Vocabulary,
            Embedding = 32,
            Layers = new() { Cell = CellKind.Lstm, Hidden = 100 },
            Classes = 1,
            Output = ClassifierOutput.Sigmoid,
        }))
    {
    }

    private ClassifierCase(Classifier model)
        : base("imdb-lstm", model)
    {
        _model = model;
        _lengths = [.. Enumerable.Range(0, Batches).Select(batch => RandomRows.Lengths(new(31 + (ulong)batch), Rows, 250, Time))];
        _tokens = [.. Enumerable.Range(0, Batches).Select(batch => RandomRows.Words(new(41 + (ulong)batch), Rows * Time, Vocabulary))];
        _labels = [.. Enumerable.Range(0, Batches).Select(batch => Enumerable.Range(0, Rows).Select(row => (float)((row + batch) % 2)).ToArray())];
    }

    internal override (string Kind, IReadOnlyDictionary<string, int> Sizes) Description =>
        ("classifier", new Dictionary<string, int> { ["vocabulary"] = Vocabulary, ["embedding"] = 32, ["hidden"] = 100, ["layers"] = 1 });

    internal override bool IsRagged => true;

    internal override long TokensPerStep => (long)_lengths.Average(lengths => lengths.Sum());

    internal override IEnumerable<(string Name, long[] Shape, Array Values)> Batch(int index) =>
        [("source", [Rows, Time], _tokens[index]), ("lengths", [Rows], _lengths[index]), ("labels", [Rows], _labels[index])];

    private protected override double LossOf(int batch)
    {
        var logits = _model.Logits(tensor(_tokens[batch], [Rows, Time]), new(_lengths[batch], Time));
        var loss = nn.functional.binary_cross_entropy_with_logits(logits.squeeze(1), tensor(_labels[batch]));
        loss.backward();
        return loss.item<float>();
    }
}
