using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests;

public sealed class CancellationTests
{
    private const int Steps = 6;

    private static readonly uint[] Inputs = [4, 5, 6];
    private static readonly SearchOptions Greedy = new() { StartToken = 0, EndTokens = [], MaxLength = Steps };

    public static TheoryData<SearchOptions, int> EveryStepOfEverySearch
    {
        get
        {
            var data = new TheoryData<SearchOptions, int>();
            for (var step = 0; step < Steps; step++)
            {
                data.Add(Greedy, step);
                data.Add(Greedy with { BeamSize = 3, HypothesisCount = 2 }, step);
                data.Add(Greedy with { HypothesisCount = 2, Sampling = new() }, step);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EveryStepOfEverySearch))]
    public void Cancelling_inside_a_step_throws_and_leaves_the_decoder_usable(SearchOptions options, int step)
    {
        using var source = new CancellationTokenSource();
        var decoder = new Decoder(options);
        var expected = decoder.Decode(Model(options)).SelectMany(Description.Of).ToArray();
        var model = Model(options, at => CancelAt(step, at, source));

        Assert.ThrowsAny<OperationCanceledException>(() => decoder.Decode(model, source.Token));

        Assert.Equal(step, model.RowsOfSteps.Count);
        Assert.Equal(expected, decoder.Decode(Model(options)).SelectMany(Description.Of));
    }

    [Theory]
    [MemberData(nameof(EveryStepOfEverySearch))]
    public void On_request_what_there_is_comes_back_instead(SearchOptions options, int step)
    {
        using var source = new CancellationTokenSource();
        var model = Model(options, at => CancelAt(step, at, source));

        var partial = new Decoder(options).Decode(model, new DecodingRequest { KeepPartialResults = true }, source.Token);

        var hypotheses = partial.SelectMany(result => result.Hypotheses).ToList();
        Assert.All(hypotheses, hypothesis => Assert.Equal((FinishReason.Cancelled, step, null), (hypothesis.FinishReason, hypothesis.Length, hypothesis.EndToken)));
        if (step > 0)
        {
            // No hypothesis ends in these models, so a search stopped after n steps is a search of maximum length n.
            var shorter = new Decoder(options with { MaxLength = step }).Decode(Model(options));
            Assert.Equal(
                shorter.SelectMany(result => result.Hypotheses).Select(hypothesis => (string.Join(' ', hypothesis.Tokens), hypothesis.Score)),
                hypotheses.Select(hypothesis => (string.Join(' ', hypothesis.Tokens), hypothesis.Score)));
        }
    }

    [Fact]
    public void A_request_cancelled_beforehand_takes_no_step()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var model = Model(Greedy);

        Assert.Throws<OperationCanceledException>(() => new Decoder(Greedy).Decode(model, source.Token));
        Assert.Empty(model.RowsOfSteps);
    }

    [Fact]
    public void A_model_that_gives_up_on_its_own_is_not_taken_for_a_cancelled_request()
    {
        var model = Model(Greedy, at => throw new OperationCanceledException($"step {at}"));

        Assert.Throws<OperationCanceledException>(() => new Decoder(Greedy).Decode(model, new DecodingRequest { KeepPartialResults = true }));
    }

    private static void CancelAt(int step, int at, CancellationTokenSource source)
    {
        if (at == step)
        {
            source.Cancel();
        }
    }

    private static HashModel Model(SearchOptions options, Action<int>? onStep = null) =>
        new(new HashDistribution(7), Inputs, options.RowsPerInput) { OnStep = onStep };
}
