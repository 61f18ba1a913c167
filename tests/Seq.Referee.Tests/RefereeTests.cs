using Seq.Decoding;
using Seq.Decoding.Processors;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Referee.Tests;

/// <summary>The search of Seq over ONNX Runtime against another one, in Python over PyTorch: from the same weights, the same outputs. See docs/referee.md.</summary>
public sealed class RefereeTests(RefereeModels models) : IClassFixture<RefereeModels>
{
    /// <summary>
    /// By how much a log-probability or score may differ, absolutely and in proportion: the referee computes in float64, the model in float32, whose
    /// logits differ by some 1e-6; a sum over up to 14 steps gathers these. It is a tenth of the margin that every decision has.
    /// </summary>
    private const double Tolerance = 1e-5;

    public static TheoryData<string> PairCases => [.. Expectations.Seq2Seq.Cases.Select(expected => expected.Name)];

    public static TheoryData<string> WordCases => [.. Expectations.Words.Cases.Select(expected => expected.Name)];

    public static TheoryData<string> RandomPairCases => [.. Expectations.RandomSeq2Seq.Cases.Select(expected => expected.Name)];

    public static TheoryData<string> RandomWordCases => [.. Expectations.RandomWords.Cases.Select(expected => expected.Name)];

    [Theory]
    [MemberData(nameof(PairCases))]
    public void An_attention_model_finds_what_the_referee_found(string name) => Compare(Expectations.Seq2Seq, Expectations.Seq2Seq[name]);

    [Theory]
    [MemberData(nameof(WordCases))]
    public void A_language_model_finds_what_the_referee_found(string name) => Compare(Expectations.Words, Expectations.Words[name]);

    [Theory]
    [MemberData(nameof(RandomPairCases))]
    public void An_attention_model_finds_what_the_referee_found_under_options_drawn_at_random(string name) =>
        Compare(Expectations.RandomSeq2Seq, Expectations.RandomSeq2Seq[name]);

    [Theory]
    [MemberData(nameof(RandomWordCases))]
    public void A_language_model_finds_what_the_referee_found_under_options_drawn_at_random(string name) =>
        Compare(Expectations.RandomWords, Expectations.RandomWords[name]);

    [Fact]
    public void Both_models_are_compared_under_many_options_on_many_inputs()
    {
        foreach (var expectations in new[] { Expectations.Seq2Seq, Expectations.Words })
        {
            Assert.True(expectations.Cases.Count >= 50);
            Assert.All(expectations.Cases, expected => Assert.True(expected.Expected.Count >= 20, expected.Name));
        }
    }

    [Fact]
    public void Every_option_combination_has_outputs_of_its_own()
    {
        foreach (var expectations in new[] { Expectations.Seq2Seq, Expectations.Words })
        {
            for (var i = 0; i < expectations.Cases.Count; i++)
            {
                Assert.All(expectations.Cases.Skip(i + 1), other => Assert.False(SameOutputs(expectations.Cases[i], other), $"{expectations.Cases[i].Name} and {other.Name}"));
            }
        }
    }

    private static bool SameOutputs(ExpectedCase one, ExpectedCase other) => one.Expected.Join(
        other.Expected, input => input.Input, input => input.Input, (a, b) => Outputs(a).SequenceEqual(Outputs(b))).All(same => same);

    private static IEnumerable<(string Text, double Score)> Outputs(ExpectedInput input) => input.Hypotheses.Select(hypothesis => (Say(hypothesis), hypothesis.Score));

    private void Compare(Expectations expectations, ExpectedCase expected)
    {
        var model = models[expectations.Models[0]];
        var search = expected.Options.ToSearchOptions(StartToken(model.Description));
        var composition = Composition(expected.Options.Composition, models[expectations.Models[1]]);
        var found = expected.Options.Score
            ? Scores(model, expectations, expected, new() { Search = search, Composition = composition })
            : Decode(model, expectations, expected, search, composition);

        for (var i = 0; i < expected.Expected.Count; i++)
        {
            Compare(expected.Expected[i], found[i]);
        }
    }

    private static void Compare(ExpectedInput expected, IReadOnlyList<ExpectedHypothesis> found)
    {
        var (wanted, got) = (string.Join('\n', expected.Hypotheses.Select(Say)), string.Join('\n', found.Select(Say)));
        Assert.True(wanted == got, $"Input {expected.Input}: the referee found\n{wanted}\nbut Seq found\n{got}");
        foreach (var (truth, hypothesis) in expected.Hypotheses.Zip(found))
        {
            AssertClose(truth.LogProbability, hypothesis.LogProbability);
            AssertClose(truth.Score, hypothesis.Score);
        }
    }

    private static IReadOnlyList<IReadOnlyList<ExpectedHypothesis>> Decode(
        SeqModel model, Expectations expectations, ExpectedCase expected, SearchOptions search, ModelComposition? composition)
    {
        int[] inputs = [.. expected.Expected.Select(input => input.Input)];
        var options = new GenerateOptions
        {
            Search = search,
            Composition = composition,
            Request = new()
            {
                RowKeys = [.. inputs.Select(input => (uint)input)],
                MaxLengths = expected.Options.MaxLengths is { } lengths ? [.. inputs.Select(input => lengths[input])] : null,
                Processors = expected.Options.Prefixes is { } prefixes ? [.. inputs.Select(input => new[] { new ForcedPrefix(prefixes[input]) })] : null,
            },
        };
        return [.. model.GenerateTokensBatch([.. inputs.Select(input => expectations.Sources[input])], options).Select(generation =>
            generation.Hypotheses.Select(found => new ExpectedHypothesis(found.Tokens, found.EndToken, found.FinishReason, found.LogProbability, found.Score)).ToArray())];
    }

    private static IReadOnlyList<IReadOnlyList<ExpectedHypothesis>> Scores(
        SeqModel model, Expectations expectations, ExpectedCase expected, ScoreOptions options)
    {
        var pairs = expected.Expected.Select(input =>
            (expectations.Sources[input.Input], new ScoringTarget(input.Hypotheses[0].Tokens, input.Hypotheses[0].End)));
        return [.. model.ScoreTokensBatch([.. pairs], options).Zip(expected.Expected, (score, input) =>
            new[] { input.Hypotheses[0] with { LogProbability = score.LogProbability, Score = score.Score } })];
    }

    private static ModelComposition? Composition(CompositionData? data, SeqModel other) => data switch
    {
        null => null,
        { Kind: "ensemble" } => new() { Ensemble = [other], Average = data.Average, Weights = data.Weights },
        { Kind: "fusion" } => new() { LanguageModel = other, LanguageModelWeight = data.Weight },
        _ => throw new InvalidDataException($"Unknown composition {data.Kind}."),
    };

    private static int StartToken(ModelDescription description) => description switch
    {
        EncoderDecoderDescription model => model.StartToken,
        LanguageModelDescription model => model.StartToken,
        _ => throw new InvalidDataException($"A {description.Kind} generates nothing."),
    };

    private static string Say(ExpectedHypothesis hypothesis) =>
        FormattableString.Invariant($"{string.Join(' ', hypothesis.Tokens)} | {hypothesis.Reason} {hypothesis.End}");

    private static void AssertClose(double expected, double actual) =>
        Assert.True(expected.Equals(actual) || Math.Abs(expected - actual) <= Tolerance * Math.Max(1, Math.Abs(expected)), $"{actual:R} is not {expected:R}.");
}
