using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime;

/// <content>Warming up.</content>
public sealed partial class SeqModel
{
    /// <summary>The steps after which timings settle: cold weights make the first ones up to twice as slow.</summary>
    public const int DefaultWarmUpSteps = 8;

    /// <summary>
    /// Runs the model on a token of no meaning, so that weights are in the caches, code is compiled and buffers are there before the first
    /// call counts: steps, then one decode of two tokens with the bundle's search, for which a language model also reads a prompt. Changes no result.
    /// </summary>
    /// <param name="steps">How many steps, or runs of a classifier or tagger; <see cref="DefaultWarmUpSteps"/> is enough.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is below 1.</exception>
    /// <exception cref="InferenceException">ONNX Runtime failed.</exception>
    /// <exception cref="DecodingException">The model returned logits that allow no token.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public void WarmUp(int steps = DefaultWarmUpSteps, CancellationToken cancellationToken = default)
    {
        using var call = _lifetime.Enter();
        var started = Stopwatch.GetTimestamp();
        TakeSteps(steps, cancellationToken);
        if (_steps is not null)
        {
            var inputs = InputsOf([[0]]);
            var decoder = new Decoder(DefaultSearch with { MaxLength = Math.Min(2, DefaultSearch.MaxLength), MinLength = 0 });
            using var time = new TimeLeft(DecodingRequest.Default, cancellationToken);
            Decode(inputs, [0], decoder, GenerateOptions.Default, BatchPlan.RequestFor(DecodingRequest.Default, inputs, [0]), time, cancellationToken);
        }

        if (Options.Logger is { } logger && logger.IsEnabled(LogLevel.Debug))
        {
            var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            LogWarm(logger, Name, steps, elapsed);
        }
    }

    /// <summary>Takes steps, or runs of a classifier or tagger, on a token of no meaning.</summary>
    internal void TakeSteps(int steps, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        using var call = _lifetime.Enter();
        if (_steps is { } graphs)
        {
            using var loan = graphs.Pool.Lend();
            if (Description is LanguageModelDescription)
            {
                loan.Model.BeginEmpty(1, 1);
            }
            else
            {
                loan.Model.Begin(SourceBatch.Of([[0]], [0], graphs.Contract.WidthStep), 1, cancellationToken);
            }

            for (var step = 0; step < steps; step++)
            {
                loan.Model.Step([0], cancellationToken);
            }

            loan.Sound();
        }
        else
        {
            for (var step = 0; step < steps; step++)
            {
                RunLabels([[0]], [0], static (_, _, _) => 0, cancellationToken);
            }
        }
    }
}
