using FsCheck.Fluent;
using Seq.Decoding.Search;
using Seq.Decoding.Tests.Models;
using Seq.Decoding.Tests.Reference;

namespace Seq.Decoding.Tests.Search;

public sealed class BeamLawTests
{
    [Fact]
    public void A_beam_of_one_is_greedy_search_bit_for_bit() => Law.Holds(SearchCase.Greedy, @case =>
    {
        var greedy = new Decoder(@case.Options, options => new RowSearch(options)).Decode(@case.Model());
        var beam = new Decoder(@case.Options, options => new BeamSearch(options)).Decode(@case.Model());

        Assert.Equal(greedy.SelectMany(Description.Of), beam.SelectMany(Description.Of));
    });

    [Fact]
    public void Beam_search_equals_its_plain_version() => Law.Holds(SearchCase.Beam, @case =>
    {
        var results = new Decoder(@case.Options).Decode(@case.Model());

        for (var input = 0; input < @case.Inputs.Length; input++)
        {
            Assert.Equal(PlainBeamSearch.Search(@case.Distribution, @case.Inputs[input], @case.Options), Description.Of(results[input]));
        }
    });

    [Fact]
    public void Stopping_when_no_better_is_possible_loses_nothing() => Law.Holds(SearchCase.Beam, @case =>
    {
        var options = @case.Options with
        {
            EarlyStopping = EarlyStopping.WhenNoBetterPossible,
            Patience = 1,
            BeamGroups = 1,
            DiversityPenalty = 0,
        };
        var results = new Decoder(options).Decode(@case.Model());

        for (var input = 0; input < @case.Inputs.Length; input++)
        {
            var toTheEnd = PlainBeamSearch.Search(@case.Distribution, @case.Inputs[input], options, stopEarly: false);
            Assert.Equal(toTheEnd, Description.Of(results[input]));
        }
    });

    [Fact]
    public void A_beam_as_wide_as_the_space_is_exhaustive_search() => Law.Holds(
        from vocabulary in Gen.Choose(2, 4)
        from maxLength in Gen.Choose(1, 4)
        from impossible in Gen.Elements(0, 30)
        from ends in Gen.Choose(0, 2)
        from alpha in Gen.Elements(-0.7, 0.0, 0.5, 1.0, 2.0)
        from count in Gen.Choose(1, 10)
        from input in Gen.Choose(0, int.MaxValue)
        select (Distribution: new HashDistribution(vocabulary, 0, impossible), Input: (uint)input, Options: new SearchOptions
        {
            StartToken = 0,
            EndTokens = [.. Enumerable.Range(0, ends)],
            BeamSize = (int)Math.Pow(vocabulary, maxLength),
            HypothesisCount = Math.Min(count, (int)Math.Pow(vocabulary, maxLength)),
            MaxLength = maxLength,
            LengthPenalty = LengthPenalty.Power(alpha),
        }),
        @case =>
        {
            var everything = ExhaustiveSearch.Search(@case.Distribution, @case.Input, @case.Options);
            var model = new HashModel(@case.Distribution, [@case.Input], @case.Options.RowsPerInput);
            var found = new Decoder(@case.Options).Decode(model)[0];

            Assert.Equal(everything.Take(@case.Options.HypothesisCount).Select(sequence => sequence.Text), Description.Of(found));
        });

    [Fact]
    public void The_first_group_is_a_beam_search_of_its_own_and_later_ones_differ()
    {
        // Two tokens of nearly equal probability: one beam of 2 keeps both first tokens, two groups of 1 differ at each step.
        var options = new SearchOptions { StartToken = 0, EndTokens = [], MaxLength = 3, BeamSize = 2, HypothesisCount = 2 };
        float[] logits = [1f, 0.9f, -5f];
        var grouped = new Decoder(options with { BeamGroups = 2, DiversityPenalty = 0.3 }).Decode(new FixedModel(logits))[0].Hypotheses;
        var weak = new Decoder(options with { BeamGroups = 2, DiversityPenalty = 0.05 }).Decode(new FixedModel(logits))[0].Hypotheses;

        Assert.Equal(["0 0 0", "1 1 1"], grouped.Select(hypothesis => string.Join(' ', hypothesis.Tokens)));
        Assert.Equal(grouped[1].TokenLogProbabilities.Sum(), grouped[1].Score); // The penalty is not in the score.
        Assert.Single(weak); // Both groups found 0 0 0.
    }

    [Fact]
    public void More_hypotheses_asked_for_are_the_same_ones_and_then_some() => Law.Holds(SearchCase.Beam, @case =>
    {
        var options = @case.Options with
        {
            EarlyStopping = EarlyStopping.WhenNoBetterPossible,
            Patience = 1,
            HypothesisCount = 1,
            BeamGroups = 1,
            DiversityPenalty = 0,
        };
        var few = new Decoder(options).Decode(@case.Model());
        var many = new Decoder(options with { HypothesisCount = options.BeamSize }).Decode(@case.Model());

        Assert.Equal(few.Select(result => Description.Of(result.Best)), many.Select(result => Description.Of(result.Best)));
        Assert.All(many, result => Assert.Equal(
            result.Hypotheses.Select(hypothesis => hypothesis.Score).OrderDescending(), result.Hypotheses.Select(hypothesis => hypothesis.Score)));
    });
}
