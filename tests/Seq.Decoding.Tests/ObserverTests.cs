using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests;

public sealed class ObserverTests
{
    [Fact]
    public void The_stream_of_tokens_is_the_result() => Law.Holds(FsCheck.Fluent.Gen.OneOf(SearchCase.Greedy, SearchCase.Sampled), @case =>
    {
        var observer = new RecordingObserver();
        var results = new Decoder(@case.Options).Decode(@case.Model(), new DecodingRequest { Observer = observer });

        for (var input = 0; input < results.Length; input++)
        {
            // Samples are ranked in the result, so they are matched as sets of whole streams.
            var streams = observer.Tokens
                .Where(token => token.Input == input)
                .GroupBy(token => token.Sample)
                .Select(stream => Text(stream.Select(token => token.Token), stream.Select(token => token.LogProbability), stream.Last().Finished));
            var hypotheses = results[input].Hypotheses.Select(hypothesis => Text(
                hypothesis.EndToken is { } end ? [.. hypothesis.Tokens, end] : hypothesis.Tokens,
                hypothesis.TokenLogProbabilities,
                hypothesis.FinishReason));
            Assert.Equal(hypotheses.Order(StringComparer.Ordinal), streams.Order(StringComparer.Ordinal));
        }

        Assert.Equal(observer.Tokens.Select(token => token.Step).Order(), observer.Tokens.Select(token => token.Step));
        Assert.Equal(results.Sum(result => result.Hypotheses.Length), observer.Tokens.Count(token => token.Finished is not null));
    });

    [Fact]
    public void An_observer_stops_one_hypothesis_and_the_others_go_on()
    {
        var options = new SearchOptions { StartToken = 0, EndTokens = [], MaxLength = 5 };
        var observer = new RecordingObserver(token => !(token.Input == 1 && token.Step == 2));
        var results = new Decoder(options).Decode(new HashModel(new HashDistribution(4), [1, 2, 3], 1), new DecodingRequest { Observer = observer });

        Assert.Equal([FinishReason.Length, FinishReason.Stopped, FinishReason.Length], results.Select(result => result.Best.FinishReason));
        Assert.Equal([5, 3, 5], results.Select(result => result.Best.Tokens.Length));
    }

    [Fact]
    public void An_end_that_comes_anyway_keeps_its_reason()
    {
        var options = new SearchOptions { StartToken = 0, EndTokens = [1], MaxLength = 5 };
        var results = new Decoder(options).Decode(new FixedModel([0f, 9f]), new DecodingRequest { Observer = new RecordingObserver(_ => false) });

        Assert.Equal(FinishReason.EndToken, results[0].Best.FinishReason);
    }

    private static string Text(IEnumerable<int> tokens, IEnumerable<double> logProbabilities, FinishReason? reason) =>
        $"{string.Join(' ', tokens)} {reason} {string.Join(' ', logProbabilities)}";
}
