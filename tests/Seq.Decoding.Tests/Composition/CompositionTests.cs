using FsCheck.Fluent;
using Seq.Decoding.Composition;
using Seq.Decoding.Sessions;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Composition;

public sealed class CompositionTests
{
    private static readonly SearchOptions Options = new() { StartToken = 0, EndTokens = [1], MaxLength = 5 };

    // p = 1/2 1/4 1/4 and 1/4 1/4 1/2.
    private static readonly float[] First = [MathF.Log(4), MathF.Log(2), MathF.Log(2)];
    private static readonly float[] Second = [MathF.Log(1), MathF.Log(1), MathF.Log(2)];

    [Fact]
    public void An_ensemble_has_the_mean_of_the_probabilities()
    {
        var model = new EnsembleModel([new FixedModel(First), new FixedModel(Second)], weights: [3, 1]);
        var p = Probabilities(model);

        Assert.Equal([0.4375, 0.25, 0.3125], p, (a, b) => Math.Abs(a - b) < 1e-6); // (3 · 1/2 + 1/4) / 4, …
    }

    [Fact]
    public void An_ensemble_in_log_space_has_the_normalised_geometric_mean()
    {
        var model = new EnsembleModel([new FixedModel(First), new FixedModel(Second)], EnsembleAverage.LogProbability);
        double[] geometric = [Math.Sqrt(1 / 8.0), 0.25, Math.Sqrt(1 / 8.0)];

        Assert.Equal(geometric.Select(g => g / geometric.Sum()), Probabilities(model), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void A_token_is_possible_when_one_model_finds_it_so_or_all_do()
    {
        float[] never = [0f, float.NegativeInfinity, 0f];

        Assert.Equal(0.125, Probabilities(new EnsembleModel([new FixedModel(First), new FixedModel(never)]))[1], 6);
        Assert.Equal(0, Probabilities(new EnsembleModel([new FixedModel(First), new FixedModel(never)], EnsembleAverage.LogProbability))[1]);
    }

    [Theory]
    [InlineData(EnsembleAverage.Probability)]
    [InlineData(EnsembleAverage.LogProbability)]
    public void An_ensemble_of_a_model_with_itself_is_that_model(EnsembleAverage average) => Law.Holds(SearchCase.Greedy, @case =>
    {
        var options = @case.Options with { StopSequences = [], Processors = [], AlternativeCount = 0 };
        var alone = new Decoder(options).Decode(@case.Model());
        var twice = new Decoder(options).Decode(new EnsembleModel([@case.Model(), @case.Model()], average));

        Assert.Equal(alone.Select(result => result.Best.LogProbability), twice.Select(result => result.Best.LogProbability), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Equal(
            alone.Where(_ => @case.Distribution.Levels == 0).Select(result => string.Join(' ', result.Best.Tokens)),
            twice.Where(_ => @case.Distribution.Levels == 0).Select(result => string.Join(' ', result.Best.Tokens)));
    });

    [Fact]
    public void Shallow_fusion_adds_the_weighted_log_probability_of_the_language_model_to_every_token() => Law.Holds(SearchCase.Any, @case =>
    {
        const float Weight = 0.3f;
        var options = @case.Options with { Processors = [], MinLength = 0 };
        var language = @case.Distribution with { Spread = 2f };
        var results = new Decoder(options).Decode(Fused());
        var plain = new SearchOptions { StartToken = options.StartToken, EndTokens = options.EndTokens };
        for (var input = 0; input < results.Length; input++)
        {
            var target = ScoringTarget.From(results[input].Best);
            var own = new Scorer(plain).Score(new HashModel(@case.Distribution, [@case.Inputs[input]], 1), [target])[0];
            var other = new Scorer(plain).Score(new HashModel(language, [@case.Inputs[input]], 1), [target])[0];

            Assert.Equal(own.LogProbability + (Weight * other.LogProbability), results[input].Best.LogProbability, 1e-4);
        }

        var targets = results.Select(result => ScoringTarget.From(result.Best)).ToArray();
        Assert.Equal(results.Select(result => result.Best.Score), new Scorer(options).Score(Fused(), targets).Select(score => score.Score));

        ShallowFusionModel Fused() => new(@case.Model(), new HashModel(language, @case.Inputs, options.RowsPerInput), Weight);
    });

    [Fact]
    public void A_language_model_changes_the_choice()
    {
        FixedModel model = new([1f, float.NegativeInfinity, 0.9f]), language = new([0f, 0f, 5f]);

        Assert.Equal(0, new Decoder(Options).Decode(model)[0].Best.Tokens[0]);
        Assert.Equal(2, new Decoder(Options).Decode(new ShallowFusionModel(new FixedModel([1f, float.NegativeInfinity, 0.9f]), language, 0.1f))[0].Best.Tokens[0]);
    }

    [Fact]
    public void Composed_models_are_saved_and_restored_with_all_their_members() => Law.Holds(
        from @case in SearchCase.Any
        from at in Gen.Choose(0, 6)
        from fuse in Gen.Elements(true, false)
        select (Case: @case, At: at, Fuse: fuse),
        drawn =>
        {
            var (@case, at, fuse) = drawn;
            var session = new DecodingSession(Model(), @case.Options);
            while (session.Steps < at && session.Next())
            {
            }

            var restored = DecodingSession.Restore(Model(), @case.Options, SessionSnapshot.FromBytes(session.Save().ToBytes()));
            while (restored.Next())
            {
            }

            Assert.Equal(new Decoder(@case.Options).Decode(Model()).ToArray(), restored.Results().ToArray());

            IStepModel Model()
            {
                var model = @case.Model();
                return fuse ? new ShallowFusionModel(model, model.Twin(), 0.2f) : new EnsembleModel([model, model.Twin(), model.Twin()]);
            }
        },
        count: 1000);

    [Fact]
    public void A_row_of_a_composed_model_alone_is_the_row_in_a_batch() => Law.Holds(SearchCase.Greedy, @case =>
    {
        var batch = new Decoder(@case.Options).Decode(Fused(@case.Inputs));
        for (var input = 0; input < batch.Length; input++)
        {
            Assert.Equal(Description.Of(new Decoder(@case.Options).Decode(Fused([@case.Inputs[input]]))[0]), Description.Of(batch[input]));
        }

        ShallowFusionModel Fused(uint[] inputs)
        {
            var model = new HashModel(@case.Distribution, inputs, 1);
            return new(model, model.Twin(), 0.4f);
        }
    });

    [Fact]
    public void Attention_is_the_mean_of_the_members()
    {
        var model = new HashModel(new HashDistribution(4), [9], 1);
        var results = new Decoder(Options with { KeepAttention = true }).Decode(new EnsembleModel([model, model.Twin(), new FixedModel(new float[4])]));

        Assert.Equal(HashDistribution.Attention(9, 0, []), results[0].Best.Attention[0], (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Models_that_do_not_go_together_are_refused()
    {
        FixedModel three = new([0f, 0f, 0f]), two = new([0f, 0f]), twoRows = new([0f, 0f, 0f], inputs: 2);

        Assert.StartsWith("Model 1 has 2 tokens, but model 0 has 3.", Message(() => new EnsembleModel([three, two])), StringComparison.Ordinal);
        Assert.StartsWith("Model 1 has 2 rows, but model 0 has 1.", Message(() => new ShallowFusionModel(three, twoRows, 0.1f)), StringComparison.Ordinal);
        Assert.StartsWith("An ensemble needs at least two models, but there are 1.", Message(() => new EnsembleModel([three])), StringComparison.Ordinal);
        Assert.StartsWith("The weights [1, 0] must be finite and above 0, one for each of 2 models.", Message(() => new EnsembleModel([three, three], weights: [1, 0])), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShallowFusionModel(three, three, 0f));
        Assert.False(new EnsembleModel([three, three]).CanSaveRows);
        Assert.False(new ShallowFusionModel(three, new HashModel(new HashDistribution(3), [1], 1), 1f).HasAttention);

        static string Message(Func<object> make) => Assert.ThrowsAny<ArgumentException>(make).Message;
    }

    [Fact]
    public void Log_probabilities_that_add_up_to_more_than_one_are_an_error() => Assert.Equal(
        "The log-probabilities of row 0 add up to 3; a model with LogitsAreLogProbabilities must return no more than one in all.",
        Assert.Throws<StepModelException>(() => new Decoder(Options).Decode(new Overfull())).Message);

    private static double[] Probabilities(EnsembleModel model)
    {
        var logits = model.Step([0], CancellationToken.None).ToArray();
        var sum = logits.Sum(logit => Math.Exp(logit));
        return [.. logits.Select(logit => Math.Exp(logit) / sum)];
    }

    private sealed class Overfull : IStepModel
    {
        public int VocabularySize => 3;

        public int Rows => 1;

        public bool LogitsAreLogProbabilities => true;

        public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken) => new float[3];

        public void Reorder(ReadOnlySpan<int> parents) => throw new InvalidOperationException("There is one row.");
    }
}
