using Seq.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq.Train.Tests;

/// <summary>One way to look at the logits of every kind of model: those of the real steps, row after row.</summary>
internal static class Probe
{
    /// <summary>Rows of different lengths, two of them equal, one of a single token; tokens below 5.</summary>
    internal static int[][] Rows { get; } = [[1, 2, 3], [3, 4, 3, 2, 1, 0, 1], [4], [0, 1, 0, 1, 2, 4, 2], [3, 3, 4, 0, 2]];

    /// <summary>A module whose weights are drawn with a fixed seed.</summary>
    internal static SequenceModule Module(ModelDescription description, ScalarType type = ScalarType.Float64)
    {
        manual_seed(31);
        var module = SequenceModule.Create(description);
        if (type != ScalarType.Float32)
        {
            module.to(type);
        }

        module.eval();
        return module;
    }

    /// <summary>What a decoder is fed for a source.</summary>
    internal static int[] Fed(EncoderDecoderDescription model, int[] source) => [model.StartToken, .. source.Take(4).Select(token => (token + 1) % model.TargetVocabulary)];

    /// <summary>The logits of each row, [steps, width], or [1, classes].</summary>
    /// <param name="module">The model.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="more">Steps of padding behind the longest row.</param>
    /// <param name="filler">What stands in the padding.</param>
    internal static Tensor[] Logits(SequenceModule module, int[][] rows, int more = 0, int filler = 0)
    {
        var source = Padded(rows, more, filler);
        var lengths = new RowLengths([.. rows.Select(row => (long)row.Length)], source.shape[1]);
        int[][] fed = module is EncoderDecoder ? [.. rows.Select(row => Fed((EncoderDecoderDescription)module.Description, row))] : rows;
        var logits = module switch
        {
            LanguageModel model => model.Output.Logits(model.Run(source, null).Output),
            Classifier model => model.Logits(source, lengths).unsqueeze(1),
            Tagger model => model.Logits(source, lengths),
            EncoderDecoder model => model.Logits(source, lengths, Padded(fed, 0, filler)),
            _ => throw new InvalidOperationException(module.Description.Kind),
        };
        return [.. rows.Select((_, row) => logits.select(0, row).narrow(0, 0, module is Classifier ? 1 : fed[row].Length))];
    }

    /// <summary>The same by the equations.</summary>
    internal static double[][][] Plain(SequenceModule module, int[][] rows)
    {
        var weights = new PlainWeights(module);
        return [.. rows.Select(row => module.Description switch
        {
            LanguageModelDescription model => PlainModels.Language(model, weights, row),
            ClassifierDescription model => [PlainModels.Classify(model, weights, row)],
            TaggerDescription model => PlainModels.Tag(model, weights, row),
            EncoderDecoderDescription model => PlainEncoderDecoder.Sequence(model, weights, row, Fed(model, row)).Logits,
            _ => throw new InvalidOperationException(module.Description.Kind),
        })];
    }

    /// <summary>A sum of all logits with other signs and sizes for each; no logit cancels another one.</summary>
    /// <param name="module">The model.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="first">Number of the first of them, which its signs depend on.</param>
    internal static Tensor Loss(SequenceModule module, int[][] rows, int first = 0) => Logits(module, rows)
        .Select((logits, row) => (logits * (arange(logits.numel(), logits.dtype).view(logits.shape) + (7 * (first + row)) + 1).sin()).sum())
        .Aggregate((left, right) => left + right);

    /// <summary>The gradient of the loss by each tensor's checkpoint name.</summary>
    internal static Dictionary<string, double[]> Gradients(SequenceModule module, int[][] rows, int first = 0)
    {
        using var scope = NewDisposeScope();
        module.zero_grad();
        Loss(module, rows, first).backward();
        return module.Named().ToDictionary(pair => pair.Name, pair => pair.Value.grad?.data<double>().ToArray() ?? new double[pair.Value.numel()]);
    }

    internal static double[] Numbers(Tensor values) => values.to(ScalarType.Float64).contiguous().data<double>().ToArray();

    private static Tensor Padded(int[][] rows, int more, int filler)
    {
        var time = rows.Max(row => row.Length) + more;
        return tensor(rows.SelectMany(row => row.Select(token => (long)token).Concat(Enumerable.Repeat((long)filler, time - row.Length))).ToArray(), [rows.Length, time]);
    }
}
