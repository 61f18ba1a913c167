using System.Text;

namespace Seq.Model;

/// <summary>The tokens of a side of a model: text to ids and back. Immutable and thread-safe.</summary>
public sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly string[] _tokens;

    /// <summary>Creates a vocabulary; a token's id is its place in the list.</summary>
    /// <param name="unit">What a token is.</param>
    /// <param name="tokens">Distinct, non-empty tokens, special ones included.</param>
    /// <param name="special">Which ids are not text.</param>
    /// <exception cref="VocabularyException">The list is empty, a token is empty, doubled or not of the unit, or a special id lies outside the list.</exception>
    public Vocabulary(TokenUnit unit, IReadOnlyList<string> tokens, SpecialTokens special)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(special);
        Unit = unit;
        Special = special;
        _tokens = [.. tokens];
        _ids = new(_tokens.Length, StringComparer.Ordinal);
        if (!Enum.IsDefined(unit))
        {
            throw new VocabularyException($"The unit of the vocabulary is {unit}; use characters or words.");
        }

        if (_tokens.Length == 0)
        {
            throw new VocabularyException("The vocabulary has no tokens; give at least one.");
        }

        for (var id = 0; id < _tokens.Length; id++)
        {
            CheckToken(id);
            if (!_ids.TryAdd(_tokens[id], id))
            {
                throw new VocabularyException($"The vocabulary lists the token '{Shorten(_tokens[id])}' twice, as {_ids[_tokens[id]]} and {id}; keep one.");
            }
        }

        CheckSpecial("padding", special.Padding);
        CheckSpecial("start", special.Start);
        CheckSpecial("end", special.End);
        CheckSpecial("unknown", special.Unknown);
    }

    /// <summary>What a token is.</summary>
    public TokenUnit Unit { get; }

    /// <summary>Which ids are not text.</summary>
    public SpecialTokens Special { get; }

    /// <summary>All tokens; the id is the index.</summary>
    public IReadOnlyList<string> Tokens => Array.AsReadOnly(_tokens);

    /// <summary>Number of tokens.</summary>
    public int Count => _tokens.Length;

    /// <summary>Turns a text into ids, without start or end token.</summary>
    /// <param name="text">Any text. Special tokens written out in it are not recognised: they count as text that the vocabulary lacks.</param>
    /// <returns>[time] ids.</returns>
    /// <exception cref="VocabularyException">A token is not in the vocabulary and there is no unknown token.</exception>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>(text.Length);
        if (Unit == TokenUnit.Words)
        {
            foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                ids.Add(IdOf(word, ids.Count, text));
            }
        }
        else
        {
            foreach (var rune in text.EnumerateRunes())
            {
                ids.Add(IdOf(rune.ToString(), ids.Count, text));
            }
        }

        return [.. ids];
    }

    /// <summary>Turns ids into a text, leaving padding, start and end tokens out.</summary>
    /// <param name="ids">[time] ids.</param>
    /// <exception cref="VocabularyException">An id lies outside the vocabulary.</exception>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var text = new StringBuilder();
        foreach (var id in ids)
        {
            if ((uint)id >= (uint)_tokens.Length)
            {
                throw new VocabularyException(
                    $"Token id {id} lies outside the vocabulary of {_tokens.Length} tokens; use the vocabulary that the model was trained with.");
            }

            if (id == Special.Padding || id == Special.Start || id == Special.End)
            {
                continue;
            }

            if (Unit == TokenUnit.Words && text.Length > 0)
            {
                text.Append(' ');
            }

            text.Append(_tokens[id]);
        }

        return text.ToString();
    }

    /// <summary>Finds the id of a token.</summary>
    /// <param name="token">The token as it is listed.</param>
    /// <param name="id">Its id.</param>
    /// <returns>Whether the vocabulary lists it.</returns>
    public bool TryGetId(string token, out int id) => _ids.TryGetValue(token, out id);

    private int IdOf(string token, int position, string text)
    {
        // A special token that happens to be written in the text is not text: `#` in an input must not end it.
        if (_ids.TryGetValue(token, out var id) && !Special.Contains(id))
        {
            return id;
        }

        return Special.Unknown ?? throw new VocabularyException(
            $"Token {position + 1} of the text '{Shorten(text)}' is '{Shorten(token)}', which is not one of the {_tokens.Length} tokens of the vocabulary " +
            "(and it has no unknown token). Use only tokens the model knows.");
    }

    private void CheckToken(int id)
    {
        var token = _tokens[id];
        if (string.IsNullOrEmpty(token))
        {
            throw new VocabularyException($"Token {id} of the vocabulary is empty; every token needs a text.");
        }

        if (!Utf16.IsWellFormed(token))
        {
            throw new VocabularyException($"Token {id} of the vocabulary holds half a surrogate pair, which is no text; remove it.");
        }

        if (Special.Contains(id))
        {
            return;
        }

        var fits = Unit == TokenUnit.Words
            ? !token.Any(char.IsWhiteSpace)
            : Rune.TryGetRuneAt(token, 0, out var rune) && rune.Utf16SequenceLength == token.Length;
        if (!fits)
        {
            throw new VocabularyException(Unit == TokenUnit.Words
                ? $"Token {id} of the vocabulary, '{Shorten(token)}', holds white space; words do not."
                : $"Token {id} of the vocabulary, '{Shorten(token)}', is not one character.");
        }
    }

    private void CheckSpecial(string role, int? id)
    {
        if (id is { } value && (uint)value >= (uint)_tokens.Length)
        {
            throw new VocabularyException($"The {role} token of the vocabulary is {value}; ids go from 0 to {_tokens.Length - 1}.");
        }
    }

    private static string Shorten(string text) => PrintableText.Of(text, 60);
}
