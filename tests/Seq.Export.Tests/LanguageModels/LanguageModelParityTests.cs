using System.Collections.Immutable;
using Seq.Decoding;
using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>All graphs of all kinds of language model against equations in double precision, on ragged batches.</summary>
public class LanguageModelParityTests
{
    /// <summary>Float rounding over up to nine steps of unit-sized numbers; a wrong gate, slot or length shows at 1e-2 and above.</summary>
    private const double Tolerance = 2e-5;

    private static readonly LanguageModelDescription Plain = new()
    {
        Vocabulary = 9, Embedding = 4, Layers = new() { Cell = CellKind.Lstm, Hidden = 5 }, StartToken = 1, EndToken = 2,
    };

    public static TheoryData<string> Names => [.. All.Keys];

    private static readonly Dictionary<string, LanguageModelDescription> All = Variants();

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_compute_what_the_equations_say(string name)
    {
        foreach (var folding in Enum.GetValues<EmbeddingFolding>())
        {
            using var exported = Export(name, new() { FoldEmbeddings = folding });
            foreach (var batch in new[] { 1, 3 })
            {
                var texts = Texts(batch, [.. Enumerable.Repeat(6, batch)]);
                var truth = texts.Select(text => exported.Reference.Read(text)).ToList();
                var states = exported.Zeros(batch);
                for (var step = 0; step < 6; step++)
                {
                    (var logits, states) = exported.Step([.. texts.Select(text => text[step])], states);
                    for (var row = 0; row < batch; row++)
                    {
                        Close(truth[row].Logits[step], logits.Row(row));
                    }
                }

                StatesAgree(exported, truth, states);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scores_of_ragged_texts_and_the_states_after_them_are_those_of_the_equations(string name)
    {
        using var exported = Export(name);
        foreach (var lengths in new[] { new[] { 1 }, [3], [5, 1, 7, 7] })
        {
            var texts = Texts(seed: 2, lengths);
            var truth = texts.Select(text => exported.Reference.Read(text)).ToList();

            var (result, next) = exported.Score(texts, exported.Zeros(texts.Count));

            Assert.Equal([texts.Count, lengths.Max(), exported.Model.Vocabulary], result[GraphNames.Logits].Shape);
            for (var row = 0; row < texts.Count; row++)
            {
                for (var step = 0; step < lengths[row]; step++)
                {
                    Close(truth[row].Logits[step], Row(result[GraphNames.Logits], row, step));
                    Close(Algebra.LogSoftmax(truth[row].Logits[step]), Row(result[GraphNames.LogProbabilities], row, step));
                }
            }

            StatesAgree(exported, truth, next);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_text_in_pieces_scores_as_the_whole(string name)
    {
        using var exported = Export(name);
        var texts = Texts(seed: 3, 8, 8);
        var whole = exported.Score(texts, exported.Zeros(2));

        var first = exported.Score([.. texts.Select(text => text[..3])], exported.Zeros(2));
        var second = exported.Score([.. texts.Select(text => text[3..])], first.Next);

        for (var row = 0; row < 2; row++)
        {
            for (var step = 0; step < 8; step++)
            {
                var piece = step < 3 ? Row(first.Result[GraphNames.Logits], row, step) : Row(second.Result[GraphNames.Logits], row, step - 3);
                Close([.. Row(whole.Result[GraphNames.Logits], row, step)], piece);
            }
        }

        Assert.All(whole.Next, state => Close([.. state.Value.Floats], second.Next[state.Key].Floats));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Searches_in_the_graph_find_what_searches_over_the_step_graph_find(string name)
    {
        using var exported = Export(name, new() { SampleGraph = true, BeamGraph = new() { BeamSize = 3, HypothesisCount = 2 } });
        foreach (var lengths in new[] { new[] { 1 }, [1, 1, 1], [4, 1, 2, 6] })
        {
            var prompts = Texts(seed: 4, lengths);
            foreach (var prompt in prompts)
            {
                prompt[0] = exported.Model.StartToken;
            }

            GreedyAgrees(exported, prompts);
            BeamAgrees(exported, prompts);
            SampleAgrees(exported, prompts);
        }
    }

    private static Dictionary<string, LanguageModelDescription> Variants()
    {
        var all = new Dictionary<string, LanguageModelDescription>(StringComparer.Ordinal);
        foreach (var cell in Enum.GetValues<CellKind>())
        {
            all.Add($"{cell}", Plain with { Layers = new() { Cell = cell, Hidden = 5 } });
            all.Add($"{cell}, two layers, one-hot", Plain with { Embedding = null, Layers = new() { Cell = cell, Hidden = 5, Layers = 2 } });
            all.Add($"{cell}, window", Plain with { Layers = new() { Cell = cell, Hidden = 5, Layers = 2 }, WindowAttention = new() { Window = 3, EnergySize = 6 } });
        }

        foreach (var activation in new[] { CellActivation.Relu, CellActivation.Selu })
        {
            all.Add($"LSTM of {activation}", Plain with { Layers = new() { Cell = CellKind.Lstm, Hidden = 5, Activation = activation } });
            all.Add($"GRU of {activation}", Plain with { Layers = new() { Cell = CellKind.Gru, Hidden = 5, Activation = activation, Layers = 2 } });
        }

        all.Add("projection", Plain with { Layers = new() { Cell = CellKind.Lstm, Hidden = 7, Projection = 4, Layers = 2 } });
        all.Add("projection, tied", Plain with { TiedEmbeddings = true, Layers = new() { Cell = CellKind.Lstm, Hidden = 7, Projection = 4 } });
        all.Add("layer norm", Plain with { Layers = new() { Cell = CellKind.Lstm, Hidden = 5, LayerNorm = true, Layers = 2 } });
        all.Add("layer norm, projection, residual, selu", Plain with
        {
            Layers = new() { Cell = CellKind.Lstm, Hidden = 5, LayerNorm = true, Layers = 3, Projection = 4, Residual = true, Activation = CellActivation.Selu },
        });
        all.Add("residual", Plain with { Layers = new() { Cell = CellKind.Gru, Hidden = 5, Layers = 3, Residual = true } });
        all.Add("tied", Plain with { TiedEmbeddings = true, Layers = new() { Cell = CellKind.Lstm, Hidden = 4 } });
        all.Add("adaptive", Plain with { AdaptiveSoftmax = new() { Cutoffs = [4, 6], Reduction = 2 } });
        all.Add("adaptive, window of one, one-hot", Plain with
        {
            Embedding = null, AdaptiveSoftmax = new() { Cutoffs = [3] }, WindowAttention = new() { Window = 1 },
            Layers = new() { Cell = CellKind.Lstm, Hidden = 5, LayerNorm = true },
        });
        all.Add("no end", Plain with { EndToken = null });
        all.Add("many one-hot", Plain with { Vocabulary = 1100, Embedding = null });
        return all;
    }

    private static ExportedLanguageModel Export(string name, ExportOptions? options = null) =>
        new(All[name], seed: name.Length, options, weights =>
        {
            // Random models mostly repeat themselves for ever; some rows should end.
            if (weights.TryGetValue(OutputNames.Bias, out var bias))
            {
                bias[2] += 0.5f;
            }
        });

    private static List<int[]> Texts(int seed, params int[] lengths) => Tests.Variants.Rows(new Random(seed), 9, lengths);

    private static float[] Row(Tensor cube, int row, int step)
    {
        var width = (int)cube.Shape[2];
        return cube.Row(row).AsSpan(step * width, width).ToArray();
    }

    private static void StatesAgree(ExportedLanguageModel exported, List<(List<double[]> Logits, ReferenceText Last)> truth, Dictionary<string, Tensor> states)
    {
        for (var row = 0; row < truth.Count; row++)
        {
            var last = truth[row].Last;
            for (var layer = 0; layer < exported.Model.Layers.Layers; layer++)
            {
                Close(last.States[layer].H, states[GraphNames.HiddenState(layer)].Row(row));
                if (exported.Model.Layers.Cell.HasCellState())
                {
                    Close(last.States[layer].C, states[GraphNames.CellState(layer)].Row(row));
                }
            }

            if (exported.Model.WindowAttention is not null)
            {
                Close(last.Context, states[GraphNames.WindowContext].Row(row));
                Close([.. last.Window.SelectMany(entry => entry)], states[GraphNames.Window].Row(row));
            }
        }
    }

    private static void GreedyAgrees(ExportedLanguageModel exported, List<int[]> prompts)
    {
        var result = exported.Graph(GraphNames.GenerateGreedy).Run([.. exported.PromptInputs(prompts), (GraphNames.MaxLength, Tensor.Of([8L]))]);
        var truth = prompts.Select(prompt => exported.Reference.Greedy(prompt, 8)).ToList();
        var steps = truth.Max(row => row.Tokens.Length);
        Assert.Equal([prompts.Count, steps], result[GraphNames.Tokens].Shape);
        Assert.Equal(
            truth.SelectMany(row => row.Tokens.Concat(Enumerable.Repeat(2, steps - row.Tokens.Length)).Select(id => (long)id)), result[GraphNames.Tokens].Longs);
        Close([.. truth.Select(row => row.LogProbability)], result[GraphNames.SequenceLogProbability].Floats);
    }

    private static void BeamAgrees(ExportedLanguageModel exported, List<int[]> prompts)
    {
        var minLength = exported.Model.EndToken is null ? 0 : 2;
        var result = exported.Graph(GraphNames.GenerateBeam).Run(
        [
            .. exported.PromptInputs(prompts), (GraphNames.MaxLength, Tensor.Of([7L])), (GraphNames.MinLength, Tensor.Of([(long)minLength])),
            (GraphNames.LengthPenaltyAlpha, Tensor.Of([0.7f])), (GraphNames.LengthPenaltyOffset, Tensor.Of([0f])),
        ]);
        var options = Search(exported) with { BeamSize = 3, HypothesisCount = 2, MaxLength = 7, MinLength = minLength, LengthPenalty = LengthPenalty.Power(0.7f) };
        FoundSequence.Equal(Decode(exported, prompts, options), FoundSequence.Of(result, exported.Model.EndToken ?? -1));
    }

    private static void SampleAgrees(ExportedLanguageModel exported, List<int[]> prompts)
    {
        uint[] keys = [.. Enumerable.Range(0, prompts.Count).Select(row => (uint)row)];
        var result = exported.Graph(GraphNames.GenerateSample).Run(
        [
            .. exported.PromptInputs(prompts), (GraphNames.MaxLength, Tensor.Of([9L])), (GraphNames.MinLength, Tensor.Of([0L])),
            (GraphNames.Temperature, Tensor.Of([1.3f])), (GraphNames.TopK, Tensor.Of([5L])), (GraphNames.TopP, Tensor.Of([0.9f])), (GraphNames.MinP, Tensor.Of([0f])),
            (GraphNames.Seed, Tensor.Of([7u, 0u], 2)), (GraphNames.RowKeys, Tensor.Of(keys, keys.Length)),
            (GraphNames.SampleIndices, Tensor.Of(new uint[keys.Length], keys.Length)),
        ]);
        var options = Search(exported) with { MaxLength = 9, Sampling = new() { Temperature = 1.3f, TopK = 5, TopP = 0.9f, Seed = 7 } };
        FoundSequence.Equal(Decode(exported, prompts, options), FoundSequence.Of(result, exported.Model.EndToken ?? -1));
    }

    private static SearchOptions Search(ExportedLanguageModel exported) => new()
    {
        StartToken = exported.Model.StartToken,
        EndTokens = exported.Model.EndToken is { } end ? [end] : [],
    };

    private static ImmutableArray<DecodingResult> Decode(ExportedLanguageModel exported, List<int[]> prompts, SearchOptions options) =>
        new Decoder(options).Decode(new PromptedModel(exported, prompts), new DecodingRequest { StartTokens = [.. prompts.Select(prompt => prompt[^1])] });

    private static void Close(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance, $"Element {i} is {actual[i]}, but the equations give {expected[i]}.");
        }
    }
}
