using Seq.Cli.Parity;
using Seq.Decoding;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Trials.Fuzzing;

/// <summary>Opens a bundle as an app does and uses every graph that an app would.</summary>
internal static class FuzzCase
{
    private const int MaxLength = 8;
    private const int MaxMessage = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private static readonly int[] Input = [2, 3, 4];

    /// <summary>How it ends: one of the constants of <see cref="FuzzOutcome"/>, and why; and what <c>seq verify</c> says of it.</summary>
    internal static (string End, string Detail, string Verified) Try(string bundle)
    {
        var (end, detail) = Guarded(() =>
        {
            using var model = SeqModel.Open(bundle, new() { MemoryArena = false });
            using var stop = new CancellationTokenSource(Patience);
            Use(model, stop.Token);
            return FuzzOutcome.Decoded;
        });
        var (verdict, reason) = Guarded(() =>
        {
            using var stop = new CancellationTokenSource(Patience);
            return BundleVerification.Run(bundle, GoldenReplay.DefaultTolerance, stop.Token).Passed ? FuzzOutcome.Sound : FuzzOutcome.Otherwise;
        });
        return verdict == FuzzOutcome.Untyped ? (verdict, $"seq verify: {reason}", verdict) : (end, detail, verdict);
    }

    private static (string End, string Detail) Guarded(Func<string> deed)
    {
        try
        {
            return (deed(), "");
        }
        catch (ModelFormatException exception) when (exception.InnerException is not null && exception.Message.Contains("ONNX Runtime cannot load", StringComparison.Ordinal))
        {
            return (FuzzOutcome.RefusedByRuntime, Begin(exception.InnerException.Message));
        }
        catch (Exception exception) when (exception is InferenceException or DecodingException)
        {
            return (FuzzOutcome.FailedDecoding, $"{exception.GetType().Name}: {Begin(exception.InnerException?.Message ?? exception.Message)}");
        }
        catch (SeqException exception)
        {
            return (FuzzOutcome.Refused, $"{exception.GetType().Name}: {Begin(exception.Message)}");
        }
        catch (OperationCanceledException)
        {
            return (FuzzOutcome.Cancelled, "");
        }
        catch (Exception exception)
        {
            return (FuzzOutcome.Untyped, $"{exception.GetType().Name}: {Begin(exception.Message)} {Place(exception)}");
        }
    }

    private static void Use(SeqModel model, CancellationToken cancellation)
    {
        switch (model.Description)
        {
            case ClassifierDescription:
                model.ClassifyTokensBatch([Input], null, cancellation);
                return;
            case TaggerDescription:
                model.TagTokensBatch([Input], null, cancellation);
                return;
            default:
                break;
        }

        var search = model.DefaultSearch with { MaxLength = MaxLength };
        model.GenerateTokens(Input, new() { Search = search }, cancellation);
        var greedy = search with { BeamSize = 1 };
        Decode(model, GraphNames.GenerateGreedy, greedy, cancellation);
        Decode(model, GraphNames.GenerateSample, greedy with { Sampling = new() { Seed = 1, TopP = 0.9f } }, cancellation);
        if (model.Manifest.Graphs.TryGetValue(GraphNames.GenerateBeam, out var beam))
        {
            Decode(model, GraphNames.GenerateBeam, search with { BeamSize = beam.BeamSize ?? 1 }, cancellation);
        }

        if (model.Description is EncoderDecoderDescription && model.Manifest.Graphs.ContainsKey(GraphNames.Score))
        {
            var (ids, lengths) = BundleGraphs.Pad([Input]);
            model.Graphs.Score(ids, lengths, ids, cancellation);
        }
    }

    private static void Decode(SeqModel model, string graph, SearchOptions search, CancellationToken cancellation)
    {
        if (model.Manifest.Graphs.ContainsKey(graph))
        {
            model.GenerateTokens(Input, new() { Search = search, InGraph = true }, cancellation);
        }
    }

    /// <summary>The innermost line of ours.</summary>
    private static string Place(Exception exception) =>
        exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains(" Seq.", StringComparison.Ordinal))?.Trim() ?? "";

    /// <summary>The beginning of a message.</summary>
    private static string Begin(string message) => message.Length > MaxMessage ? message[..MaxMessage] : message;
}
