namespace Seq.Decoding.Text;

/// <summary>Streams text instead of tokens, and ends a hypothesis at a stop string, wherever in the text its tokens are cut.</summary>
/// <remarks>
/// Text is reported as soon as it is certain: characters are complete, and no stop string can begin in it. Put it into
/// <see cref="DecodingRequest.Observer"/> of one decode; it serves all inputs and samples of it. A hypothesis ended by a stop string has
/// <see cref="FinishReason.Stopped"/>, and its tokens go as far as the one that completed the stop string.
/// </remarks>
public sealed class TextObserver : IDecodingObserver
{
    private readonly Detokenize _detokenize;
    private readonly string[] _stops;
    private readonly Action<TextPiece> _report;
    private readonly Dictionary<(int Input, int Sample), (IncrementalDetokenizer Detokenizer, StopTextFilter Filter)> _streams = [];

    /// <param name="detokenize">The text of some tokens; end tokens are not shown to it.</param>
    /// <param name="stops">The stop strings; may be empty.</param>
    /// <param name="report">Receives the pieces, on the decoding thread.</param>
    /// <exception cref="ArgumentException">A stop string is null or empty.</exception>
    public TextObserver(Detokenize detokenize, IEnumerable<string> stops, Action<TextPiece> report)
    {
        ArgumentNullException.ThrowIfNull(detokenize);
        ArgumentNullException.ThrowIfNull(stops);
        ArgumentNullException.ThrowIfNull(report);
        (_detokenize, _stops, _report) = (detokenize, [.. stops], report);
        _ = new StopTextFilter(_stops); // Faults show here and not at the first token.
    }

    /// <inheritdoc/>
    public bool OnToken(in AcceptedToken token)
    {
        if (!_streams.TryGetValue((token.Input, token.Sample), out var stream))
        {
            stream = (new IncrementalDetokenizer(_detokenize), new StopTextFilter(_stops));
            _streams.Add((token.Input, token.Sample), stream);
        }

        var text = token.Finished == FinishReason.EndToken ? "" : stream.Filter.Add(stream.Detokenizer.Add(token.Token));
        if (token.Finished is not null && stream.Filter.Found is null)
        {
            text += stream.Filter.Add(stream.Detokenizer.Finish()) + stream.Filter.Finish();
        }

        var isLast = token.Finished is not null || stream.Filter.Found is not null;
        if (isLast || text.Length > 0)
        {
            _report(new TextPiece(token.Input, token.Sample, text, isLast, stream.Filter.Found));
        }

        return stream.Filter.Found is null;
    }
}
