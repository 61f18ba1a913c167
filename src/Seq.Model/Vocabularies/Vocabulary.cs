using System.Text;

namespace Seq.Model;

/// <summary>The tokens of a side of a model: text to ids and back. Immutable and thread-safe.</summary>
public sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly string[] _tokens;
    private readonly BytePairs? _pairs;

    /// <summary>Creates a vocabulary with <see cref="TokenRules.Default"/>; a token's id is its place in the list.</summary>
    /// <param name="unit">What a token is: characters or words.</param>
    /// <param name="tokens">Distinct, non-empty tokens, special ones included.</param>
    /// <param name="special">Which ids are not text.</param>
    /// <exception cref="VocabularyException">The list is empty, a token is empty, doubled or not of the unit, or a special id lies outside the list.</exception>
    public Vocabulary(TokenUnit unit, IReadOnlyList<string> tokens, SpecialTokens special)
        : this(unit, tokens, special, TokenRules.Default)
    {
    }

    /// <summary>Creates a vocabulary; a token's id is its place in the list.</summary>
    /// <param name="unit">What a token is.</param>
    /// <param name="tokens">Distinct, non-empty tokens, special ones included.</param>
    /// <param name="special">Which ids are not text.</param>
    /// <param name="rules">How a text becomes tokens.</param>
    /// <exception cref="VocabularyException">
    /// The list is empty, a token is empty, doubled or not of the unit, a special id lies outside the list, or the rules do not fit the unit or the tokens.
    /// </exception>
    public Vocabulary(TokenUnit unit, IReadOnlyList<string> tokens, SpecialTokens special, TokenRules rules)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(special);
        ArgumentNullException.ThrowIfNull(rules);
        Unit = unit;
        Special = special;
        Rules = rules with { Merges = rules.Merges is null ? null : Array.AsReadOnly([.. rules.Merges]) };
        _tokens = [.. tokens];
        _ids = new(_tokens.Length, StringComparer.Ordinal);
        if (!Enum.IsDefined(unit))
        {
            throw new VocabularyException($"The unit of the vocabulary is {unit}; use characters, words or byte-pairs.");
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

        CheckRules();
        _pairs = Rules.Merges is { } merges ? new(merges) : null;
        CheckSpecial("padding", special.Padding);
        CheckSpecial("start", special.Start);
        CheckSpecial("end", special.End);
        CheckSpecial("unknown", special.Unknown);
    }

    /// <summary>What a token is.</summary>
    public TokenUnit Unit { get; }

    /// <summary>Which ids are not text.</summary>
    public SpecialTokens Special { get; }

    /// <summary>How a text becomes tokens.</summary>
    public TokenRules Rules { get; }

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
        return Encode(text, (pairs, word) => pairs.Segment(word));
    }

    /// <summary>Turns a text into ids with BPE-dropout, for training: another segmentation of each word each time.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="dropout">Probability from 0 to 1 of passing over a merge; 0 encodes as <see cref="Encode(string)"/> does, 1 gives characters.</param>
    /// <param name="uniform">The next number from [0, 1).</param>
    /// <returns>[time] ids.</returns>
    /// <exception cref="VocabularyException">The unit is not byte-pairs, or a token is not in the vocabulary and there is no unknown token.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dropout"/> is not a probability.</exception>
    /// <remarks>Provilkov, Emelianenko and Voita 2020, "BPE-dropout: simple and effective subword regularization", algorithm 1; they use 0.1.</remarks>
    public int[] Encode(string text, double dropout, Func<double> uniform)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(uniform);
        if (dropout is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "BPE-dropout is a probability, from 0 (off) to 1.");
        }

        if (_pairs is null)
        {
            throw new VocabularyException("BPE-dropout passes over merges, but this vocabulary has none; use byte-pairs, or no dropout of merges.");
        }

        return Encode(text, (pairs, word) => pairs.Segment(word, dropout, uniform));
    }

    /// <summary>What a model reads of a text's tokens: begun, cut and padded as <see cref="RowRules"/> say; all of them without such rules.</summary>
    /// <param name="ids">[time] ids, as <see cref="Encode(string)"/> returns them.</param>
    /// <returns>[row] ids.</returns>
    public int[] FitRow(ReadOnlySpan<int> ids)
    {
        var row = Rules.Row ?? new();
        int[] begun = row.Starts ? [Special.Start!.Value, .. ids] : [.. ids];
        var most = row.MaxLength ?? begun.Length;
        int[] kept = begun.Length <= most ? begun : row.TruncateAt == RowSide.Pre ? begun[^most..] : begun[..most];
        int[] padding = row.PadAt is null ? [] : [.. Enumerable.Repeat(Special.Padding ?? 0, most - kept.Length)];
        return row.PadAt == RowSide.Pre ? [.. padding, .. kept] : [.. kept, .. padding];
    }

    /// <summary>Turns ids into a text, leaving padding, start and end tokens out.</summary>
    /// <param name="ids">[time] ids.</param>
    /// <exception cref="VocabularyException">An id lies outside the vocabulary.</exception>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var text = new TextJoiner(Unit, Rules.Split);
        foreach (var id in ids)
        {
            if ((uint)id >= (uint)_tokens.Length)
            {
                throw new VocabularyException(
                    $"Token id {id} lies outside the vocabulary of {_tokens.Length} tokens; use the vocabulary that the model was trained with.");
            }

            if (id != Special.Padding && id != Special.Start && id != Special.End)
            {
                text.Add(_tokens[id], isWhole: id == Special.Unknown);
            }
        }

        return text.ToString();
    }

    /// <summary>The text that each token adds to an output, for rules about the text such as a regular expression.</summary>
    /// <remarks>The texts of a sequence, each in the context that those before it leave, joined are what <see cref="Decode"/> returns.</remarks>
    public TokenTexts OutputTexts()
    {
        // A token leaves the same context wherever it stands, so one that leaves a context stands for all that do.
        var after = new int[_tokens.Length];
        var before = new int?[TextJoiner.Contexts];
        for (var id = 0; id < after.Length; id++)
        {
            after[id] = AddedBy(id, before: null).Context;
            before[after[id]] ??= after[id] == 0 ? null : id;
        }

        // Contexts that no token leaves are left out.
        int?[] kept = [null, .. before.Where(id => id is not null)];
        string?[][] texts = [.. kept.Select(id => Enumerable.Range(0, after.Length).Select(token => AddedBy(token, id).Text).ToArray())];
        return new(texts, Array.ConvertAll(after, context => context == 0 ? 0 : Array.IndexOf(kept, before[context])));
    }

    /// <summary>Finds the id of a token.</summary>
    /// <param name="token">The token as it is listed.</param>
    /// <param name="id">Its id.</param>
    /// <returns>Whether the vocabulary lists it.</returns>
    public bool TryGetId(string token, out int id) => _ids.TryGetValue(token, out id);

    /// <summary>What a token adds behind another one.</summary>
    /// <param name="id">The token.</param>
    /// <param name="before">The other one; null for the beginning.</param>
    /// <returns>The text, null for none, and <see cref="TextJoiner.Context"/> behind it.</returns>
    private (string? Text, int Context) AddedBy(int id, int? before)
    {
        if (id == Special.Padding || id == Special.Start || id == Special.End || Decode([id]).Length == 0)
        {
            return (null, 0);
        }

        var joiner = new TextJoiner(Unit, Rules.Split);
        if (before is { } other)
        {
            joiner.Add(_tokens[other], isWhole: other == Special.Unknown);
        }

        var length = joiner.ToString().Length;
        joiner.Add(_tokens[id], isWhole: id == Special.Unknown);
        return (joiner.ToString()[length..], joiner.Context);
    }

    private int[] Encode(string text, Func<BytePairs, string, List<string>> segment)
    {
        var ids = new List<int>(text.Length);
        if (Unit == TokenUnit.Characters)
        {
            foreach (var rune in Rules.Normalize(text).EnumerateRunes())
            {
                ids.Add(IdOf(rune.ToString(), ids.Count, text));
            }

            return [.. ids];
        }

        foreach (var word in Rules.SplitWords(text))
        {
            foreach (var token in _pairs is null ? [word] : segment(_pairs, word))
            {
                ids.Add(IdOf(token, ids.Count, text));
            }
        }

        return [.. ids];
    }

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

        var fits = Unit == TokenUnit.Characters
            ? Rune.TryGetRuneAt(token, 0, out var rune) && rune.Utf16SequenceLength == token.Length
            : !token.Any(char.IsWhiteSpace);
        if (!fits)
        {
            throw new VocabularyException(Unit == TokenUnit.Characters
                ? $"Token {id} of the vocabulary, '{Shorten(token)}', is not one character."
                : $"Token {id} of the vocabulary, '{Shorten(token)}', holds white space; words do not.");
        }
    }

    private void CheckRules()
    {
        if (!Enum.IsDefined(Rules.Split))
        {
            throw new VocabularyException($"The rule that ends words is {Rules.Split}; use whitespace, punctuation or keras.");
        }

        if (Unit == TokenUnit.Characters && Rules.Split != WordSplit.WhiteSpace)
        {
            throw new VocabularyException("The vocabulary is of characters, but its rules cut texts into words; leave the rule out, or use words or byte-pairs.");
        }

        if (Unit == TokenUnit.BytePairs != Rules.Merges is not null)
        {
            throw new VocabularyException(Unit == TokenUnit.BytePairs
                ? "The vocabulary is of byte-pairs, but its rules list no merges; give the merges it was made with (the list may be empty)."
                : "The vocabulary lists merges, but its unit is not byte-pairs; leave the merges out, or use byte-pairs.");
        }

        if (Rules.Row is { } row)
        {
            CheckRow(row);
        }

        foreach (var merge in Rules.Merges ?? [])
        {
            var merged = merge?.Replace(" ", "", StringComparison.Ordinal) ?? "";
            if (!_ids.ContainsKey(merged))
            {
                throw new VocabularyException($"The merge '{Shorten(merge ?? "")}' of the vocabulary gives '{Shorten(merged)}', which is not one of its tokens; list it.");
            }
        }
    }

    private void CheckRow(RowRules row)
    {
        if (row.Starts && Special.Start is null)
        {
            throw new VocabularyException("The rules begin rows with the start token, but the vocabulary has none; name one, or leave `starts` out.");
        }

        if (row.MaxLength is < 1 or > RowRules.Most)
        {
            throw new VocabularyException($"The rules cut rows to {row.MaxLength} tokens; max_length must lie between 1 and {RowRules.Most}.");
        }

        if (!Enum.IsDefined(row.TruncateAt) || (row.PadAt is { } side && !Enum.IsDefined(side)))
        {
            throw new VocabularyException($"The rules cut rows at {row.TruncateAt} and pad them at {row.PadAt}; use pre or post.");
        }

        if (row.PadAt is not null && row.MaxLength is null)
        {
            throw new VocabularyException("The rules pad rows, but do not say how far; give max_length, or leave pad_at out.");
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
