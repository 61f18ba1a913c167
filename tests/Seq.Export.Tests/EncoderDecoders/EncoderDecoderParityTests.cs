using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>All graphs of all kinds of encoder-decoder against equations in double precision, on ragged batches.</summary>
public class EncoderDecoderParityTests
{
    /// <summary>Float rounding over up to seven steps of unit-sized numbers; a wrong gate or length shows at 1e-2 and above.</summary>
    private const double Tolerance = 1e-5;

    public static TheoryData<int, CellKind, int, bool, AttentionScore?, bool, BridgeKind> AllVariants()
    {
        var data = new TheoryData<int, CellKind, int, bool, AttentionScore?, bool, BridgeKind>();
        foreach (var cell in Enum.GetValues<CellKind>())
        {
            foreach (var attention in new AttentionScore?[] { null, AttentionScore.Additive, AttentionScore.Dot, AttentionScore.General })
            {
                for (var bits = 0; bits < 16; bits++)
                {
                    data.Add(data.Count, cell, (bits & 1) + 1, (bits & 2) > 0, attention, (bits & 4) > 0, (bits & 8) > 0 ? BridgeKind.Linear : BridgeKind.Copy);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(AllVariants))]
    public void Every_graph_computes_what_the_equations_say(
        int seed, CellKind cell, int layers, bool bidirectional, AttentionScore? attention, bool context, BridgeKind bridge)
    {
        using var exported = new ExportedModel(Variants.Create(cell, layers, bidirectional, attention, context, bridge), seed, change: LikelyToEnd);
        var random = new Random(5);
        foreach (var lengths in new[] { new[] { 3 }, [1, 6, 2], [4, 1, 7, 7, 5] })
        {
            var sources = Variants.Rows(random, Variants.SourceVocabulary, lengths);
            var targets = Variants.Rows(random, Variants.TargetVocabulary, [.. lengths.Reverse()]);
            EncodeAgrees(exported, sources);
            StepsAndScoresAgree(exported, sources, targets);
            GreedyAgrees(exported, sources, maxLength: 6);
        }
    }

    // Random models mostly repeat themselves for ever; some rows should end.
    private static void LikelyToEnd(Dictionary<string, float[]> weights) => weights[EncoderDecoderNames.OutputBias][2] = 0.5f;

    private static void EncodeAgrees(ExportedModel exported, List<int[]> sources)
    {
        var encoded = exported.Encode(sources);
        for (var row = 0; row < sources.Count; row++)
        {
            var truth = exported.Reference.Encode(sources[row]);
            for (var layer = 0; layer < exported.Model.Decoder.Layers; layer++)
            {
                Close(truth.Initial[layer].H, encoded[GraphNames.HiddenState(layer)].Row(row));
                if (exported.Model.Decoder.Cell.HasCellState())
                {
                    Close(truth.Initial[layer].C, encoded[GraphNames.CellState(layer)].Row(row));
                }
            }

            if (exported.Model.ContextEveryStep)
            {
                Close(truth.Context, encoded[GraphNames.Context].Row(row));
            }

            if (exported.Model.Attention is not null)
            {
                var padding = sources.Max(source => source.Length) - sources[row].Length;
                Close([.. truth.Memory.SelectMany(entry => entry), .. new double[padding * exported.Model.MemorySize]], encoded[GraphNames.Memory].Row(row));
            }
        }
    }

    private static void StepsAndScoresAgree(ExportedModel exported, List<int[]> sources, List<int[]> targets)
    {
        var steps = exported.StepChain(sources, targets);
        var score = exported.Score(sources, targets);
        var vocabulary = exported.Model.TargetVocabulary;
        for (var row = 0; row < sources.Count; row++)
        {
            var truth = exported.Reference.Sequence(sources[row], targets[row]);
            for (var step = 0; step < truth.Count; step++)
            {
                Close(truth[step].Logits, steps[step][GraphNames.Logits].Row(row));
                Close(truth[step].Logits, score[GraphNames.Logits].Row(row).AsSpan(step * vocabulary, vocabulary).ToArray());
                Close(Algebra.LogSoftmax(truth[step].Logits), score[GraphNames.LogProbabilities].Row(row).AsSpan(step * vocabulary, vocabulary).ToArray());
                if (exported.Model.Attention is not null)
                {
                    var alpha = steps[step][GraphNames.Attention].Row(row);
                    Close(truth[step].Weights, alpha[..sources[row].Length]);
                    Assert.All(alpha[sources[row].Length..], weight => Assert.Equal(0f, weight));
                }
            }
        }
    }

    private static void GreedyAgrees(ExportedModel exported, List<int[]> sources, int maxLength)
    {
        var result = exported.Generate(sources, maxLength);
        var truth = sources.Select(source => exported.Reference.Greedy(source, maxLength)).ToList();
        var steps = truth.Max(row => row.Tokens.Length);
        var end = exported.Model.EndToken;
        Assert.Equal([sources.Count, steps], result[GraphNames.Tokens].Shape);
        Assert.Equal(
            truth.SelectMany(row => row.Tokens.Concat(Enumerable.Repeat(end, steps - row.Tokens.Length)).Select(id => (long)id)), result[GraphNames.Tokens].Longs);
        Assert.Equal(truth.Select(row => (long)row.Tokens.Count(id => id != end)), result[GraphNames.Lengths].Longs);
        Close([.. truth.Select(row => row.LogProbability)], result[GraphNames.SequenceLogProbability].Floats);
    }

    private static void Close(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance, $"Element {i} is {actual[i]}, but the equations give {expected[i]}.");
        }
    }
}
