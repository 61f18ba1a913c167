using Seq.Decoding.Processors;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests;

public sealed class ScorerTests
{
    private static readonly SearchOptions Options = new() { StartToken = TableModel.Start, EndTokens = [TableModel.End], MaxLength = 5 };

    private static readonly Dictionary<string, (string, double)[]> Table = new()
    {
        [""] = [("a", 0.6), ("b", 0.4)],
        ["a"] = [("b", 0.5), (".", 0.5)],
        ["b"] = [("a", 0.8), (".", 0.2)],
    };

    [Fact]
    public void Targets_of_any_length_are_scored_in_one_batch()
    {
        var model = new TableModel(Table, inputs: 5);
        var (a, b, end) = (model["a"], model["b"], TableModel.End);

        var scores = new Scorer(Options with { LengthPenalty = LengthPenalty.Average }).Score(
            model, [new([a], end), new([], null), new([b, a], null), new([b, a], end), new([b], end)]);

        double[] probabilities = [0.6 * 0.5, 1, 0.4 * 0.8, 0.4 * 0.8 * 1, 0.4 * 0.2];
        Assert.All(probabilities.Zip(scores), pair => Assert.Equal(Math.Log(pair.First), pair.Second.LogProbability, precision: 5));
        Assert.Equal([2, 0, 2, 3, 2], scores.Select(score => score.Length));
        Assert.Equal(scores[0].LogProbability / 2, scores[0].Score);
        Assert.Equal(Math.Pow(0.3, -0.5), scores[0].Perplexity, precision: 5);
        Assert.Equal(1.0, scores[1].Perplexity);
        Assert.Equal(3, model.Steps);
    }

    [Fact]
    public void An_impossible_target_has_a_log_probability_of_minus_infinity()
    {
        var model = new TableModel(Table);

        Assert.Equal(double.NegativeInfinity, new Scorer(Options).Score(model, [new([model["a"], model["a"]], null)])[0].LogProbability);
    }

    [Fact]
    public void Processors_and_start_tokens_count()
    {
        var options = new SearchOptions { StartToken = 0, EndTokens = [], Processors = [new SuppressTokens([0])] };
        var model = new HashModel(new HashDistribution(3), [5, 5], 1);
        var scores = new Scorer(options).Score(model, [new([1], null), new([1], null)], startTokens: [1, 2]);

        float[] first = new HashDistribution(3).Logits(5, 1, []), second = new HashDistribution(3).Logits(5, 2, []);
        Assert.Equal(-Math.Log(1 + Math.Exp(first[2] - first[1])), scores[0].LogProbability, precision: 6);
        Assert.Equal(-Math.Log(1 + Math.Exp(second[2] - second[1])), scores[1].LogProbability, precision: 6);
    }

    [Fact]
    public void Targets_that_do_not_fit_the_model_are_errors()
    {
        var error = Assert.Throws<DecodingRequestException>(
            () => new Scorer(new() { StartToken = 0, EndTokens = [] }).Score(new FixedModel([0f, 0f]), [new([0, 2], null), new([0], 5)]));

        Assert.Equal(
            [
                "There are 2 targets for the 1 rows of the model; give one per row.",
                "Target 0 has token 2 at step 1, but the model's tokens go from 0 to 1.",
                "Target 1 has token 5 at step 1, but the model's tokens go from 0 to 1.",
            ],
            error.Problems);
    }

    [Fact]
    public void Cancellation_is_obeyed()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => new Scorer(Options).Score(new TableModel(Table), [new([2], null)], null, source.Token));
    }
}
