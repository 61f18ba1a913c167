using Seq.Decoding.Processors;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Search;

public sealed class AlternativesAtTests
{
    [Fact]
    public void The_hypotheses_are_greedy_search_after_each_of_the_likeliest_tokens() => Law.Holds(SearchCase.Parting, @case =>
    {
        var (options, at) = (@case.Options, @case.Options.AlternativesAt!.Value);
        var results = new Decoder(options).Decode(@case.Model());
        var greedy = options with { AlternativesAt = null, HypothesisCount = 1 };
        for (var input = 0; input < results.Length; input++)
        {
            var plain = new Decoder(greedy with { AlternativeCount = options.HypothesisCount }).Decode(@case.Model(@case.Inputs[input]))[0].Best;
            var expected = new List<string>();
            if (plain.Length <= at)
            {
                expected.Add(Tokens(plain)); // It ends before it could part.
            }
            else
            {
                foreach (var (token, _) in plain.Alternatives[at])
                {
                    var forced = greedy with { Processors = [.. options.Processors, new ForcedPrefix([.. plain.Tokens.Take(at), token])] };
                    expected.Add(Tokens(new Decoder(forced).Decode(@case.Model(@case.Inputs[input]))[0].Best));
                }
            }

            Assert.Equal(expected.Order(StringComparer.Ordinal), results[input].Hypotheses.Select(Tokens).Order(StringComparer.Ordinal));
        }
    });

    [Fact]
    public void Fewer_come_back_where_fewer_tokens_are_possible()
    {
        var options = new SearchOptions { StartToken = 0, EndTokens = [], MaxLength = 3, HypothesisCount = 3, AlternativesAt = 1 };
        var result = new Decoder(options).Decode(new FixedModel([1f, float.NegativeInfinity, 2f]))[0];

        Assert.Equal(["2 2 2", "2 0 2"], result.Hypotheses.Select(Tokens));
    }

    private static string Tokens(Hypothesis hypothesis) =>
        string.Join(' ', hypothesis.EndToken is { } end ? [.. hypothesis.Tokens, end] : hypothesis.Tokens.ToArray());
}
