namespace Seq.Decoding.Text;

/// <summary>Turns tokens into the text that they spell together.</summary>
/// <param name="tokens">Some tokens, in order.</param>
/// <returns>Their text; where the tokens end within a character, the replacement character U+FFFD stands for its beginning.</returns>
public delegate string Detokenize(ReadOnlySpan<int> tokens);

/// <summary>Gives the text of a hypothesis piece by piece, token by token, without ever breaking a character.</summary>
/// <remarks>
/// A token may be part of a character, and its text may depend on the tokens before it (a leading space, for instance). So the text that a
/// token adds is the difference between two texts that begin a few tokens earlier, and it is held back while it ends in U+FFFD or in half of a
/// surrogate pair. The pieces joined are the text of all tokens, if the text of a token does not depend on those after it.
/// </remarks>
public sealed class IncrementalDetokenizer
{
    /// <summary>So many tokens may wait for the rest of a character; then it is taken for broken, and its U+FFFD given out.</summary>
    private const int MostWaiting = 8;

    private readonly Detokenize _detokenize;
    private int[] _tokens = new int[16];
    private int _count;
    private int _context; // The tokens from here on are looked at,
    private int _given;   // and the text of those before here has been given out.

    /// <param name="detokenize">The text of some tokens.</param>
    public IncrementalDetokenizer(Detokenize detokenize)
    {
        ArgumentNullException.ThrowIfNull(detokenize);
        _detokenize = detokenize;
    }

    /// <summary>Takes a token.</summary>
    /// <param name="token">The next token.</param>
    /// <returns>The text that is certain now and was not before; often that of the token, and empty while a character is incomplete.</returns>
    public string Add(int token)
    {
        if (_count == _tokens.Length)
        {
            Array.Resize(ref _tokens, 2 * _count);
        }

        _tokens[_count++] = token;
        return Advance(mayWait: _count - _given < MostWaiting);
    }

    /// <summary>Says that no more tokens come.</summary>
    /// <returns>The text held back, with U+FFFD for a character that stayed incomplete.</returns>
    public string Finish() => Advance(mayWait: false);

    private string Advance(bool mayWait)
    {
        var before = _detokenize(_tokens.AsSpan(_context, _given - _context));
        var text = _detokenize(_tokens.AsSpan(_context, _count - _context));
        if (mayWait && text.Length > 0 && (text[^1] == '\uFFFD' || char.IsHighSurrogate(text[^1])))
        {
            return "";
        }

        // Tokens without a text, such as a start token, do not show whether a space stands before the next one: those before them still must.
        (_context, _given) = (text.Length > before.Length ? _given : _context, _count);
        return text.Length > before.Length ? text[before.Length..] : "";
    }
}
