using Seq.Decoding;

namespace Seq.Runtime.Tests;

/// <summary>Many threads, one model, every kind of call at once.</summary>
public sealed class StressTests(Bundles bundles) : IClassFixture<Bundles>
{
    private const int Threads = 24;
    private const int CallsPerThread = 25;

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public async Task Every_call_gets_its_own_result_whatever_goes_on_beside_it(int? maxConcurrentCalls)
    {
        await using var model = SeqModel.Open(bundles.Attention, new() { MaxConcurrentCalls = maxConcurrentCalls });
        var sources = Bundles.Sources(16, seed: 140);
        GenerateOptions[] options =
        [
            new(),
            new() { Search = model.DefaultSearch with { BeamSize = 3, KeepAttention = true } },
            new() { Search = model.DefaultSearch with { Sampling = new() { Seed = 11 } } },
            new() { InGraph = true },
        ];
        var expected = options.Select(each => sources.Select(source => model.GenerateTokens(source, each)).ToArray()).ToArray();
        var scores = sources.Select((source, i) => model.ScoreTokensBatch([(source, Target(expected[0][i]))])[0]).ToArray();

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            var random = new Random(thread);
            for (var call = 0; call < CallsPerThread; call++)
            {
                var (i, which) = (random.Next(sources.Length), random.Next(options.Length));
                switch (random.Next(5))
                {
                    case 0:
                        Assert.Equal(scores[i], model.ScoreTokensBatch([(sources[i], Target(expected[0][i]))])[0]);
                        break;
                    case 1:
                        var pieces = new List<GenerationPiece>();
                        await foreach (var piece in model.GenerateTokensStream(sources[i], options[which % 3]))
                        {
                            pieces.Add(piece);
                        }

                        RowIndependenceTests.AssertSame(expected[which % 3][i], pieces[^1].Result!);
                        break;
                    case 2:
                        using (var session = model.BeginTokensSession(sources[i]))
                        {
                            RowIndependenceTests.AssertSame(expected[0][i], session.Finish());
                        }

                        break;
                    case 3:
                        Cancelled(model, sources[i], random);
                        break;
                    default:
                        RowIndependenceTests.AssertSame(expected[which][i], model.GenerateTokens(sources[i], options[which]));
                        break;
                }
            }
        })));
    }

    private static ScoringTarget Target(Generation generation) => new(generation.Best.Tokens, generation.Best.EndToken);

    private static void Cancelled(SeqModel model, int[] source, Random random)
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMicroseconds(random.Next(2000)));
        try
        {
            model.GenerateTokens(source, null, cancellation.Token);
        }
        catch (OperationCanceledException exception)
        {
            Assert.Equal(cancellation.Token, exception.CancellationToken);
        }
    }
}
