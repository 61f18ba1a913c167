namespace Seq.Model;

/// <summary>How a text becomes tokens. Part of the vocabulary and of its file, so that every reader of the model cuts texts as the trainer did.</summary>
public sealed record TokenRules
{
    /// <summary>Case is kept, words end at white space.</summary>
    public static TokenRules Default { get; } = new();

    /// <summary>The rules of the Keras tokenizer on reviews: lower case, marks and <c>&lt;br /&gt;</c> dropped.</summary>
    public static TokenRules Keras { get; } = new() { Lowercase = true, Split = WordSplit.Keras, DropLineBreaks = true };

    /// <summary>Whether texts are put into lower case first (invariant culture). Default: no.</summary>
    public bool Lowercase { get; init; }

    /// <summary>Where words end. Characters are not grouped into words, so for them it must be <see cref="WordSplit.WhiteSpace"/>, the default.</summary>
    public WordSplit Split { get; init; }

    /// <summary>Whether the mark-up <c>&lt;br /&gt;</c> (also <c>&lt;br&gt;</c> and <c>&lt;br/&gt;</c>, in any case) counts as a space. Default: no.</summary>
    public bool DropLineBreaks { get; init; }

    /// <summary>For <see cref="TokenUnit.BytePairs"/>: the pairs to merge, each two symbols with a space between them, the first to merge first. Otherwise null.</summary>
    public IReadOnlyList<string>? Merges { get; init; }

    /// <summary>What a classifier reads of a text's tokens; null, the default, for all of them.</summary>
    public RowRules? Row { get; init; }

    /// <summary>Cuts a text into words.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The words in order; none is empty or holds white space.</returns>
    public IReadOnlyList<string> SplitWords(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return WordSplitter.Split(Normalize(text), Split);
    }

    /// <summary>Applies what comes before the cutting: line breaks and case.</summary>
    /// <param name="text">Any text.</param>
    public string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var kept = DropLineBreaks ? LineBreakMarkup.Replace(text) : text;
        return Lowercase ? kept.ToLowerInvariant() : kept;
    }
}
