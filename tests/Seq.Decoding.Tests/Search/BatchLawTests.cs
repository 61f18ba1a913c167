using FsCheck.Fluent;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Search;

public sealed class BatchLawTests
{
    [Fact]
    public void A_row_alone_equals_the_same_row_in_any_batch_and_order() => Law.Holds(
        from @case in SearchCase.OfFixedLength
        from order in Gen.Shuffle(Enumerable.Range(0, @case.Inputs.Length).ToArray())
        select (Case: @case, Order: order),
        drawn =>
        {
            foreach (var row in RowAlone.Of(drawn.Case, drawn.Order))
            {
                Assert.Equal(Description.Of(row.Alone), Description.Of(row.InBatch));
                Assert.Equal(Description.Of(row.Alone), Description.Of(row.Reordered));
            }
        });

    [Fact]
    public void A_row_with_a_length_and_start_of_its_own_equals_that_row_decoded_with_them_as_options() => Law.Holds(
        from @case in SearchCase.Any
        from lengths in Gen.ArrayOf(Gen.Choose(3, 9), @case.Inputs.Length)
        from starts in Gen.ArrayOf(Gen.Choose(0, 2), @case.Inputs.Length)
        select (Case: @case, Lengths: lengths, Starts: starts),
        drawn =>
        {
            var (@case, lengths, starts) = drawn;
            var batch = new Decoder(@case.Options).Decode(@case.Model(), new DecodingRequest { MaxLengths = lengths, StartTokens = starts });

            for (var input = 0; input < lengths.Length; input++)
            {
                var options = @case.Options with { MaxLength = lengths[input], StartToken = starts[input] };
                var alone = new Decoder(options).Decode(@case.Model(@case.Inputs[input]), new DecodingRequest { RowKeys = [(uint)input] });
                Assert.Equal(Description.Of(alone[0]), Description.Of(batch[input]));
            }
        });

    [Fact]
    public void A_decoder_used_before_gives_what_a_new_one_gives() => Law.Holds(
        SearchCase.OfFixedLength.SelectMany(@case => SearchCase.InputKeys, (@case, others) => (Case: @case, Others: others)),
        drawn =>
        {
            var (@case, others) = drawn;
            var used = new Decoder(@case.Options);
            used.Decode(@case.Model(others));

            var again = used.Decode(@case.Model());
            var fresh = new Decoder(@case.Options).Decode(@case.Model());

            Assert.Equal(fresh.SelectMany(Description.Of), again.SelectMany(Description.Of));
        });

    [Fact]
    public void A_reported_score_is_the_rescored_one_bit_for_bit() => Law.Holds(SearchCase.OfFixedLength, @case =>
    {
        var results = new Decoder(@case.Options).Decode(@case.Model());
        var scorer = new Scorer(@case.Options);

        for (var input = 0; input < results.Length; input++)
        {
            var hypotheses = results[input].Hypotheses;
            var model = @case.Model([.. Enumerable.Repeat(@case.Inputs[input], hypotheses.Length)]);
            var scores = scorer.Score(model, [.. hypotheses.Select(ScoringTarget.From)]);

            Assert.Equal(hypotheses.Select(hypothesis => hypothesis.LogProbability), scores.Select(score => score.LogProbability));
            Assert.Equal(hypotheses.Select(hypothesis => hypothesis.Score), scores.Select(score => score.Score));
            Assert.Equal(
                hypotheses.Select(hypothesis => (hypothesis.LengthDivisor, hypothesis.CoverageTerm)), scores.Select(score => (score.LengthDivisor, score.CoverageTerm)));
            Assert.All(hypotheses, hypothesis => Assert.Equal((hypothesis.LogProbability / hypothesis.LengthDivisor) + hypothesis.CoverageTerm, hypothesis.Score, 1e-12));
            Assert.Equal(
                hypotheses.SelectMany(hypothesis => hypothesis.TokenLogProbabilities), scores.SelectMany(score => score.TokenLogProbabilities));
        }
    });

    [Fact]
    public void Finished_rows_leave_the_batch()
    {
        var model = new HashModel(new HashDistribution(4), [1, 2, 3, 4, 5, 6, 7, 8], rowsPerInput: 1);
        var results = new Decoder(new SearchOptions { StartToken = 0, EndTokens = [1], MaxLength = 12 }).Decode(model);

        var alive = Enumerable.Range(0, results.Max(result => result.Best.Length))
            .Select(step => results.Count(result => result.Best.Length > step));
        Assert.Equal(alive, model.RowsOfSteps);
        Assert.True(model.RowsOfSteps[^1] < 8, "some row must end before the others for this test to mean anything");
    }
}
