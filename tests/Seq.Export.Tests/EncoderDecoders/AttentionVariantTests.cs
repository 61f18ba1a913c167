using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>The choices of an encoder-decoder beyond its cells: placements of attention, feeding, coverage, embeddings, bridges, cells without an operator.</summary>
public class AttentionVariantTests
{
    /// <summary>Float rounding over up to seven steps of unit-sized numbers; a wrong state or column shows at 1e-2 and above.</summary>
    private const double Tolerance = 2e-5;

    private static readonly Dictionary<string, EncoderDecoderDescription> All = Create();

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_and_scores_are_those_of_the_equations(string name)
    {
        foreach (var folding in new[] { EmbeddingFolding.Auto, EmbeddingFolding.Never })
        {
            using var exported = Export(name, new() { FoldEmbeddings = folding });
            foreach (var lengths in new[] { new[] { 1 }, [3], [4, 1, 7, 2] })
            {
                var random = new Random(5);
                var sources = Variants.Rows(random, exported.Model.SourceVocabulary, lengths);
                var targets = Variants.Rows(random, exported.Model.TargetVocabulary, [.. lengths.Select(_ => 5)]);
                var steps = exported.StepChain(sources, targets);
                var score = exported.Score(sources, targets);
                for (var row = 0; row < sources.Count; row++)
                {
                    var truth = exported.Reference.Sequence(sources[row], targets[row]);
                    for (var step = 0; step < truth.Count; step++)
                    {
                        Close(truth[step].Logits, steps[step][GraphNames.Logits].Row(row));
                        Close(truth[step].Logits, score[GraphNames.Logits].Row(row).AsSpan(step * truth[step].Logits.Length, truth[step].Logits.Length).ToArray());
                        AttentionAgrees(exported.Model, truth[step], steps[step], row, sources[row].Length);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Searches_in_the_graph_find_what_searches_over_the_step_graph_find(string name)
    {
        using var exported = Export(name, new() { SampleGraph = true, BeamGraph = new() { BeamSize = 3, HypothesisCount = 3 } });
        var sources = Variants.Rows(new Random(2), exported.Model.SourceVocabulary, 3, 1, 6, 6, 2);
        var end = exported.Model.EndToken;
        var beam = new BeamSettings { MaxLength = 8, Alpha = 0.6f };
        var sample = new SampleSettings { Sampling = new() { Temperature = 1.4f, Seed = 3 }, MaxLength = 8 };

        FoundSequence.Equal(beam.RunDecoder(exported, sources), FoundSequence.Of(beam.RunGraph(exported, sources), end));
        FoundSequence.Equal(sample.RunDecoder(exported, sources), FoundSequence.Of(sample.RunGraph(exported, sources), end));
        var greedy = exported.Generate(sources, maxLength: 6);
        for (var row = 0; row < sources.Count; row++)
        {
            var (tokens, sum) = exported.Reference.Greedy(sources[row], 6);
            var steps = (int)greedy[GraphNames.Tokens].Shape[1];
            Assert.Equal(tokens.Select(token => (long)token), greedy[GraphNames.Tokens].Longs.Skip(row * steps).Take(tokens.Length));
            Assert.Equal(sum, greedy[GraphNames.SequenceLogProbability].Floats[row], Tolerance);
        }
    }

    [Fact]
    public void A_decode_returns_the_attention_of_every_step_when_it_is_asked_to()
    {
        using var exported = Export("Concat, coverage", new() { AttentionOutputs = true, SampleGraph = true });
        var sources = Variants.Rows(new Random(2), exported.Model.SourceVocabulary, 3, 1, 6);

        var result = exported.Generate(sources, maxLength: 6);

        var (steps, width) = ((int)result[GraphNames.Tokens].Shape[1], 6);
        Assert.Equal([3, steps, width], result[GraphNames.Attention].Shape);
        for (var row = 0; row < sources.Count; row++)
        {
            var tokens = exported.Reference.Greedy(sources[row], 6).Tokens;
            var truth = exported.Reference.Sequence(sources[row], [exported.Model.StartToken, .. tokens[..^1]]);
            for (var step = 0; step < steps; step++)
            {
                var weights = result[GraphNames.Attention].Row(row).AsSpan(step * width, width).ToArray();
                Close(step < truth.Count ? [.. truth[step].Weights, .. new double[width - sources[row].Length]] : new double[width], weights);
            }
        }

        Assert.Equal([3, 0], exported.Generate(sources, maxLength: 0)[GraphNames.Attention].Shape.Take(2));
        Assert.Contains(exported.Bundle.Graph(GraphNames.GenerateSample).Outputs, output => output.Name == GraphNames.Attention);
    }

    private static Dictionary<string, EncoderDecoderDescription> Create()
    {
        var all = new Dictionary<string, EncoderDecoderDescription>(StringComparer.Ordinal);
        var gru = Variants.Create(CellKind.Gru);
        var lstm = Variants.Create(CellKind.Lstm, layers: 2, bidirectional: true, bridge: BridgeKind.Linear);
        foreach (var score in Enum.GetValues<AttentionScore>())
        {
            var model = Variants.Create(CellKind.Lstm, attention: score);
            all.Add($"{score}, before the cell", model with { Attention = model.Attention! with { Placement = AttentionPlacement.BeforeCell } });
            all.Add($"{score}, fed", model with { Attention = model.Attention! with { InputFeeding = true } });
            all.Add($"{score}, after the cell, bidirectional GRU", Variants.Create(CellKind.Gru, layers: 2, bidirectional: true, attention: score));
        }

        foreach (var score in new[] { AttentionScore.Additive, AttentionScore.Concat })
        {
            var attention = new AttentionDescription { Score = score, Coverage = true, EnergySize = 7 };
            all.Add($"{score}, coverage", gru with { Attention = attention });
            all.Add($"{score}, coverage, fed, context", lstm with { ContextEveryStep = true, Attention = attention with { InputFeeding = true } });
            all.Add($"{score}, coverage, before the cell", lstm with { Attention = attention with { Placement = AttentionPlacement.BeforeCell } });
        }

        all.Add("tied", gru with { TiedEmbeddings = true, TargetEmbedding = 5 });
        all.Add("shared, tied", lstm with
        {
            SharedEmbeddings = true, TiedEmbeddings = true, SourceEmbedding = 8, TargetEmbedding = 8, SourceVocabulary = 6, TargetVocabulary = 6,
            Attention = new() { Score = AttentionScore.General },
        });
        all.Add("one-hot", lstm with { SourceEmbedding = null, TargetEmbedding = null });
        all.Add("one-hot, fed", gru with { SourceEmbedding = null, TargetEmbedding = null, Attention = new() { InputFeeding = true } });
        all.Add("zeros, context", gru with { Bridge = BridgeKind.Zeros, ContextEveryStep = true });
        all.Add("zeros, attention, other cell", lstm with { Bridge = BridgeKind.Zeros, Decoder = new() { Cell = CellKind.ElmanTanh, Hidden = 6 }, Attention = new() });
        foreach (var cell in Enum.GetValues<CellKind>())
        {
            all.Add($"without feedback, {cell}", Variants.Create(cell, context: true) with { WithoutFeedback = true, SourceEmbedding = null, TargetEmbedding = null });
        }

        all.Add("without feedback, zeros, attention before the cell", gru with
        {
            WithoutFeedback = true, TargetEmbedding = null, ContextEveryStep = true, Bridge = BridgeKind.Zeros,
            Attention = new() { Placement = AttentionPlacement.BeforeCell },
        });
        var deep = new RecurrentLayers { Cell = CellKind.Lstm, Hidden = 6, Layers = 3, Residual = true };
        foreach (var layers in new[] { deep, deep with { Projection = 4 }, deep with { LayerNorm = true }, deep with { Activation = CellActivation.Relu, Projection = 5, LayerNorm = true } })
        {
            all.Add($"deep, {layers.Projection}, {layers.LayerNorm}", lstm with
            {
                Encoder = layers with { Bidirectional = true }, Decoder = layers, ContextEveryStep = true, Attention = new() { Score = AttentionScore.General },
            });
        }

        all.Add("GRU of SELU", gru with { Encoder = gru.Encoder with { Activation = CellActivation.Selu }, Decoder = gru.Decoder with { Activation = CellActivation.Selu } });
        return all;
    }

    private static ExportedModel Export(string name, ExportOptions options) =>
        new(All[name], seed: name.Length, options, weights => weights[OutputNames.Bias][2] += 0.5f); // Some rows should end.

    private static void AttentionAgrees(EncoderDecoderDescription model, ReferenceStep truth, Dictionary<string, Tensor> step, int row, int length)
    {
        if (model.Attention is null)
        {
            Assert.DoesNotContain(GraphNames.Attention, step.Keys);
            return;
        }

        Close(truth.Weights, step[GraphNames.Attention].Row(row)[..length]);
        Assert.All(step[GraphNames.Attention].Row(row)[length..], weight => Assert.Equal(0f, weight));
        if (model.Attention.Coverage)
        {
            Close(truth.Coverage, step[GraphNames.Next(GraphNames.Coverage)].Row(row)[..length]);
        }

        if (model.Attention.InputFeeding)
        {
            Close(truth.Feed, step[GraphNames.Next(GraphNames.InputFeed)].Row(row));
        }
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
