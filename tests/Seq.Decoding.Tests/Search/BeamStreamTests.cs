using FsCheck.Fluent;
using Seq.Decoding.Text;

namespace Seq.Decoding.Tests.Search;

public sealed class BeamStreamTests
{
    private static readonly SearchOptions Options = new() { StartToken = 0, EndTokens = [1], MaxLength = 8, BeamSize = 4, HypothesisCount = 2 };

    [Fact]
    public void The_stream_of_a_beam_is_its_best_hypothesis_and_watching_changes_nothing() => Law.Holds(SearchCase.Beam, @case =>
    {
        var observer = new RecordingObserver();
        var watched = new Decoder(@case.Options).Decode(@case.Model(), new DecodingRequest { Observer = observer });

        Assert.Equal(new Decoder(@case.Options).Decode(@case.Model()).ToArray(), watched.ToArray());
        for (var input = 0; input < watched.Length; input++)
        {
            var best = watched[input].Best;
            int[] tokens = best.EndToken is { } end ? [.. best.Tokens, end] : [.. best.Tokens];
            var stream = observer.Tokens.Where(token => token.Input == input).ToList();
            Assert.Equal(tokens, stream.Select(token => token.Token));
            Assert.Equal(best.TokenLogProbabilities, stream.Select(token => token.LogProbability));
            Assert.Equal(Enumerable.Range(0, tokens.Length), stream.Select(token => token.Step));
            Assert.All(stream.SkipLast(1), token => Assert.Null(token.Finished));
            Assert.Equal(best.FinishReason, stream[^1].Finished);
        }
    });

    [Fact]
    public void Tokens_come_as_soon_as_all_hypotheses_share_them()
    {
        // 2 2 2 … is nearly certain, so the tokens settle long before the end.
        var stepsAtToken = new List<int>();
        var model = new CountingModel();
        new Decoder(Options with { EndTokens = [], MaxLength = 30 }).Decode(
            model, new DecodingRequest { Observer = new RecordingObserver(_ => { stepsAtToken.Add(model.Steps); return true; }) });

        Assert.Equal(30, stepsAtToken.Count);
        Assert.True(stepsAtToken[10] < 20, $"token 10 came only after step {stepsAtToken[10]}");
    }

    [Fact]
    public void An_input_that_the_observer_stops_has_one_hypothesis_the_tokens_told() => Law.Holds(
        from @case in SearchCase.Beam
        from at in Gen.Choose(0, 5)
        select (Case: @case, At: at),
        drawn =>
        {
            var (@case, at) = drawn;
            var plain = new Decoder(@case.Options).Decode(@case.Model());
            var observer = new RecordingObserver(token => token.Step != at || token.Input != 0);
            var stopped = new Decoder(@case.Options).Decode(@case.Model(), new DecodingRequest { Observer = observer });

            Assert.Equal(plain.Skip(1), stopped.Skip(1)); // The other inputs go on.
            var told = observer.Tokens.Where(token => token.Input == 0).ToList();
            if (told[^1].Finished is not null)
            {
                Assert.Equal(plain[0], stopped[0]); // It ended anyway.
                return;
            }

            var hypothesis = Assert.Single(stopped[0].Hypotheses);
            Assert.Equal(FinishReason.Stopped, hypothesis.FinishReason);
            Assert.Equal(told.Select(token => token.Token), hypothesis.Tokens);
            Assert.Equal(told.Sum(token => token.LogProbability), hypothesis.LogProbability, 9);
            var score = new Scorer(@case.Options).Score(@case.Model(@case.Inputs[0]), [ScoringTarget.From(hypothesis)])[0];
            Assert.Equal((score.LogProbability, score.Score), (hypothesis.LogProbability, hypothesis.Score));
        });

    [Fact]
    public void Cancelled_beams_tell_the_rest_of_what_they_return() => Law.Holds(
        from @case in SearchCase.Beam
        from at in Gen.Choose(0, 5)
        select (Case: @case, At: at),
        drawn =>
        {
            using var source = new CancellationTokenSource();
            var model = drawn.Case.Model();
            model.OnStep = step =>
            {
                if (step == drawn.At)
                {
                    source.Cancel();
                }
            };
            var observer = new RecordingObserver();
            var results = new Decoder(drawn.Case.Options).Decode(model, new DecodingRequest { Observer = observer, KeepPartialResults = true }, source.Token);

            for (var input = 0; input < results.Length; input++)
            {
                var best = results[input].Best;
                int[] tokens = best.EndToken is { } end ? [.. best.Tokens, end] : [.. best.Tokens];
                Assert.Equal(tokens, observer.Tokens.Where(token => token.Input == input).Select(token => token.Token));
            }
        });

    [Fact]
    public void Text_streams_from_a_beam_up_to_a_stop_string()
    {
        var text = "";
        var observer = new TextObserver(tokens => string.Concat(tokens.ToArray().Select(token => (char)('a' + token))), ["cccc"], piece => text += piece.Text + (piece.IsLast ? "|" : ""));
        var result = new Decoder(Options with { EndTokens = [], MaxLength = 30 }).Decode(new CountingModel(), new DecodingRequest { Observer = observer })[0];

        Assert.Equal("|", text); // The text is c c c c c …: it stops before the first.
        Assert.Equal([2, 2, 2, 2], result.Best.Tokens.ToArray());
    }

    /// <summary>Token 2 with probability 0.99, others share the rest.</summary>
    private sealed class CountingModel : IStepModel
    {
        public int VocabularySize => 4;

        public int Rows { get; private set; } = 1;

        internal int Steps { get; private set; }

        public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
        {
            Steps++;
            return Enumerable.Repeat(new[] { -6f, -6f, 0f, -6f }, Rows).SelectMany(row => row).ToArray();
        }

        public void Reorder(ReadOnlySpan<int> parents) => Rows = parents.Length;
    }
}
