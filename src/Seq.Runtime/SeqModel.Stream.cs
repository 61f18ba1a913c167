using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Seq.Decoding;

namespace Seq.Runtime;

/// <content>Streaming.</content>
public sealed partial class SeqModel
{
    /// <summary>Generates from a text and gives the result piece by piece, as soon as each is certain.</summary>
    /// <remarks>
    /// Greedy search and sampling settle a token at each step; a beam what all hypotheses that may still win have in common. The search
    /// waits for its turn without a thread, works on the thread pool and does not wait for the reader. A reader that stops early stops the search, inside of a step.
    /// </remarks>
    /// <param name="source">The text; at least one token. For a language model the prompt, which may be empty.</param>
    /// <param name="options">How; null for the bundle's defaults.</param>
    /// <param name="cancellationToken">Ends the work between steps and inside of them.</param>
    /// <returns>The pieces; the last one carries the whole result. Where no token was possible, an exception comes in its place: what was told before is no result.</returns>
    /// <inheritdoc cref="GenerateTokens" path="/exception"/>
    /// <exception cref="Seq.Model.VocabularyException">The text holds a token that the vocabulary lacks.</exception>
    public IAsyncEnumerable<GenerationPiece> GenerateStream(
        string source, GenerateOptions? options = null, CancellationToken cancellationToken = default) =>
        Stream(InputsOf(EncodeSources([source]), [source]), options ?? GenerateOptions.Default, cancellationToken);

    /// <summary>Generates from token ids and gives the result piece by piece; see <see cref="GenerateStream"/>.</summary>
    /// <param name="source">Source token ids, [time]; at least one. For a language model the prompt, which may be empty.</param>
    /// <param name="options">How; null for the bundle's defaults.</param>
    /// <param name="cancellationToken">Ends the work between steps and inside of them.</param>
    /// <returns>The pieces; the last one carries the whole result. Where no token was possible, an exception comes in its place: what was told before is no result.</returns>
    /// <inheritdoc cref="GenerateTokens" path="/exception"/>
    public IAsyncEnumerable<GenerationPiece> GenerateTokensStream(
        IReadOnlyList<int> source, GenerateOptions? options = null, CancellationToken cancellationToken = default) =>
        Stream(InputsOf([source]), options ?? GenerateOptions.Default, cancellationToken);

    private IAsyncEnumerable<GenerationPiece> Stream(IGenerationInputs inputs, GenerateOptions options, CancellationToken cancellationToken)
    {
        // Faults of the caller show here and not when the first piece is read.
        var search = options.Search ?? DefaultSearch;
        Check(options with { Request = options.Request with { Observer = Everything.Instance } }, search, inputs);
        return options.UnknownReplacement is null
            ? Pieces(inputs, options, cancellationToken)
            : throw new SearchOptionsException(["UnknownReplacement is set, but a stream tells words before their alignment is known. Leave it out or call Generate."]);
    }

    private async IAsyncEnumerable<GenerationPiece> Pieces(
        IGenerationInputs inputs, GenerateOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pieces = Channel.CreateUnbounded<GenerationPiece>(new() { SingleReader = true, SingleWriter = true });
        var observer = new StreamObserver(TargetVocabulary, options.StopTexts, options.Request.Observer, piece => pieces.Writer.TryWrite(piece));
        var work = WriteAsync(inputs, options, observer, pieces.Writer, stop.Token);
        var isComplete = false;
        try
        {
            while (await pieces.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                while (pieces.Reader.TryRead(out var piece))
                {
                    isComplete |= piece.Result is not null;
                    yield return piece;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(false);
        }

        if (!isComplete)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task WriteAsync(
        IGenerationInputs inputs, GenerateOptions options, StreamObserver observer, ChannelWriter<GenerationPiece> pieces, CancellationToken cancellationToken)
    {
        try
        {
            var call = Single(GenerateCall(inputs, options, observer, cancellationToken)) with { Use = ModelUse.Stream };
            observer.Finish((await _calls.RunAsync(call).ConfigureAwait(false))[0]);
            pieces.Complete();
        }
        catch (OperationCanceledException)
        {
            pieces.Complete(); // The reader says by its own token that it was cancelled.
        }
        catch (Exception exception)
        {
            pieces.Complete(exception);
        }
    }

    /// <summary>Stands for the stream in checks.</summary>
    private sealed class Everything : IDecodingObserver
    {
        internal static Everything Instance { get; } = new();

        public bool OnToken(in AcceptedToken token) => true;
    }
}
