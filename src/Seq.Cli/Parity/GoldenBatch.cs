using System.Runtime.InteropServices;
using Seq.Cli.Models;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Parity;

/// <summary>The golden pack of a bundle: what the trainer computed on a few inputs, kept so that parity can be seen without the trainer.</summary>
internal sealed class GoldenBatch
{
    private readonly TokenBatch _source;
    private readonly TokenBatch _target;
    private readonly double[,,] _logits;
    private readonly TokenBatch _greedy;
    private readonly int _endToken;

    private GoldenBatch(TokenBatch source, TokenBatch target, double[,,] logits, TokenBatch greedy, int endToken)
    {
        (_source, _target, _logits, _greedy, _endToken) = (source, target, logits, greedy, endToken);
    }

    /// <summary>Reads the pack of a bundle.</summary>
    /// <returns>Null when the bundle has none.</returns>
    /// <exception cref="ModelFormatException">The pack is damaged, or its tensors do not fit each other or the model.</exception>
    internal static GoldenBatch? Open(Bundle bundle, EncoderDecoderDescription model)
    {
        if (!bundle.Manifest.Files.ContainsKey(Checkpoint.GoldenFile))
        {
            return null;
        }

        using var file = SafetensorsFile.Open(Path.Combine(bundle.FolderPath, Checkpoint.GoldenFile));
        var source = Tokens(file, GoldenPack.Source, GoldenPack.SourceLengths, leastLength: 1);
        var target = Tokens(file, GoldenPack.TargetInput, GoldenPack.TargetLengths, leastLength: 1);
        var greedy = Tokens(file, GoldenPack.GreedyTokens, GoldenPack.GreedyLengths, leastLength: 0);
        long[] shape = [source.Rows, target.Ids.GetLength(1), model.TargetVocabulary];
        if (target.Rows != source.Rows || greedy.Rows != source.Rows || !file.Find(GoldenPack.Logits).Shape.SequenceEqual(shape))
        {
            throw Bad(file, $"Its tensors do not fit each other: {source.Rows} sources, {target.Rows} targets, {greedy.Rows} greedy rows, and logits should be "
                + $"[{string.Join(", ", shape)}].");
        }

        var logits = new double[shape[0], shape[1], shape[2]];
        Array.ConvertAll(file.Read<float>(GoldenPack.Logits), value => (double)value).CopyTo(MemoryMarshal.CreateSpan(ref logits[0, 0, 0], logits.Length));
        return new(source, target, logits, greedy, model.EndToken);
    }

    /// <summary>Runs the bundle on the pack's inputs.</summary>
    /// <param name="host">The bundle's score graph.</param>
    /// <param name="float64">The checkpoint's model in float64.</param>
    /// <param name="bundle">The bundle.</param>
    /// <param name="trainerError">The trainer's rounding error on many inputs: the pack's few rows show only part of it.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    internal IEnumerable<CheckResult> Replay(
        ISequenceModel host, ISequenceModel float64, SeqModel bundle, double trainerError, CancellationToken cancellationToken)
    {
        static string Label(int row) => $"golden row {row}";
        var referee = float64.Logits(_source, _target, cancellationToken);
        var score = new LogitsCheck("golden-score-logits", "golden logits, score.onnx", trainerError);
        score.Add(_logits, host.Logits(_source, _target, cancellationToken), referee, _target.Lengths, Label);
        yield return score.Result;

        var step = new LogitsCheck("golden-step-logits", "golden logits, step.onnx", trainerError);
        step.Add(
            _logits, LogitsCube.Of(bundle.Graphs.StepLogits(_source.Ids, _source.Lengths, _target.Ids, cancellationToken)), referee, _target.Lengths, Label);
        yield return step.Result;

        var greedy = new GreedyCheck("golden-greedy", "golden greedy, generate-greedy.onnx");
        var limit = _greedy.Ids.GetLength(1);
        var rows = InGraph.Greedy(bundle, _source, limit, cancellationToken);
        for (var row = 0; row < _source.Rows; row++)
        {
            var expected = new GreedyRow(_greedy.Row(row), _greedy.Lengths[row] < limit);
            greedy.Add(expected.Steps(_endToken), rows[row].Steps(_endToken), _ => double.NaN, Label(row));
        }

        yield return greedy.Result;
    }

    private static TokenBatch Tokens(SafetensorsFile file, string idsName, string lengthsName, long leastLength)
    {
        var (shape, count) = (file.Find(idsName).Shape, file.Find(lengthsName).Shape);
        if (shape.Count != 2 || shape[0] < 1 || shape[1] < 1 || count.Count != 1 || count[0] != shape[0])
        {
            var found = $"Tensor '{idsName}' is [{string.Join(", ", shape)}] and '{lengthsName}' [{string.Join(", ", count)}]";
            throw Bad(file, $"{found}; [batch, time] and [batch] are needed.");
        }

        var lengths = file.Read<long>(lengthsName);
        if (lengths.Any(length => length < leastLength || length > shape[1]))
        {
            throw Bad(file, $"Tensor '{lengthsName}' holds a length outside {leastLength} to {shape[1]}.");
        }

        var ids = new long[shape[0], shape[1]];
        file.Read<long>(idsName).CopyTo(MemoryMarshal.CreateSpan(ref ids[0, 0], ids.Length));
        return new(ids, lengths);
    }

    private static ModelFormatException Bad(SafetensorsFile file, string problem) =>
        new(file.FilePath, problem, "Export the model again from its checkpoint.");
}
