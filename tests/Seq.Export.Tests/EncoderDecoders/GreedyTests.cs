using Seq.Model;

namespace Seq.Export.Tests;

/// <summary>The edges of the in-graph greedy decode.</summary>
public class GreedyTests
{
    private static readonly EncoderDecoderDescription Gru = Variants.Create(CellKind.Gru);
    private static readonly List<int[]> Sources = [[1, 2], [3], [4, 5, 6]];

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void No_steps_give_empty_rows_of_the_right_shape(long maxLength)
    {
        using var exported = new ExportedModel(Gru, seed: 1);

        var result = exported.Generate(Sources, maxLength);

        Assert.Equal([3, 0], result[GraphNames.Tokens].Shape);
        Assert.Equal([0, 0, 0], result[GraphNames.Lengths].Longs);
        Assert.Equal([0, 0, 0], result[GraphNames.SequenceLogProbability].Floats);
    }

    [Fact]
    public void Rows_that_never_end_run_to_the_maximum()
    {
        using var exported = new ExportedModel(Gru, seed: 1, change: weights => weights[EncoderDecoderNames.OutputBias][Gru.EndToken] = -1000);

        var result = exported.Generate(Sources, maxLength: 9);

        Assert.Equal([3, 9], result[GraphNames.Tokens].Shape);
        Assert.Equal([9, 9, 9], result[GraphNames.Lengths].Longs);
        Assert.DoesNotContain(Gru.EndToken, result[GraphNames.Tokens].Longs);
    }

    [Fact]
    public void The_loop_ends_as_soon_as_all_rows_have_ended()
    {
        using var exported = new ExportedModel(Gru, seed: 1, change: weights => weights[EncoderDecoderNames.OutputBias][Gru.EndToken] = 1000);

        var result = exported.Generate(Sources, maxLength: long.MaxValue);

        Assert.Equal([3, 1], result[GraphNames.Tokens].Shape);
        Assert.Equal([2, 2, 2], result[GraphNames.Tokens].Longs);
        Assert.Equal([0, 0, 0], result[GraphNames.Lengths].Longs);
    }

    [Fact]
    public void A_row_that_has_ended_emits_the_end_token_and_its_log_probability_stays()
    {
        using var exported = new ExportedModel(Gru, seed: 13);
        var truth = Sources.Select(source => exported.Reference.Greedy(source, 12)).ToList();
        Assert.True(truth.Select(row => row.Tokens.Length).Distinct().Count() > 1, "This test needs rows that end at different steps; take another seed.");

        var result = exported.Generate(Sources, maxLength: 12);

        var steps = (int)result[GraphNames.Tokens].Shape[1];
        for (var row = 0; row < Sources.Count; row++)
        {
            var own = truth[row].Tokens.Length;
            Assert.All(result[GraphNames.Tokens].Longs[((row * steps) + own)..((row + 1) * steps)], token => Assert.Equal(Gru.EndToken, token));
            Assert.Equal(truth[row].LogProbability, result[GraphNames.SequenceLogProbability].Floats[row], tolerance: 1e-5);
        }
    }

    [Fact]
    public void Of_equal_logits_the_lowest_id_wins()
    {
        using var exported = new ExportedModel(Gru, seed: 1, change: weights =>
        {
            Array.Clear(weights[EncoderDecoderNames.OutputWeight]);
            weights[EncoderDecoderNames.OutputBias] = [0, 0, 0, 3, 3, 3];
        });

        var result = exported.Generate(Sources, maxLength: 2);

        Assert.All(result[GraphNames.Tokens].Longs, token => Assert.Equal(3, token));
        // Three tokens share e³ of 3 e³ + 3, twice.
        Assert.Equal(2 * Math.Log(Math.Exp(3) / ((3 * Math.Exp(3)) + 3)), result[GraphNames.SequenceLogProbability].Floats[0], tolerance: 1e-5);
    }

    [Fact]
    public void The_start_token_may_be_the_end_token()
    {
        using var exported = new ExportedModel(Gru with { StartToken = 2 }, seed: 6);

        var result = exported.Generate(Sources, maxLength: 5);

        var truth = exported.Reference.Greedy(Sources[0], 5).Tokens;
        Assert.Equal(truth.Select(id => (long)id), result[GraphNames.Tokens].Longs.Take(truth.Length));
    }
}
