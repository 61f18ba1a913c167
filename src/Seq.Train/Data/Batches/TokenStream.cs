namespace Seq.Train;

/// <summary>A text as one row of ids, for language models. The ids are held once, whatever is batched from them.</summary>
internal sealed class TokenStream
{
    private readonly ReadOnlyMemory<int> _ids;

    /// <param name="ids">[time]: at least two, since each token but the last predicts the next.</param>
    /// <exception cref="DataException">There are fewer than two.</exception>
    internal TokenStream(int[] ids)
        : this(ids.AsMemory())
    {
    }

    /// <param name="ids">[time]: at least two, since each token but the last predicts the next.</param>
    /// <param name="characters">Characters of the text, each mark between its lines as one; 0 where nobody counted them.</param>
    /// <exception cref="DataException">There are fewer than two.</exception>
    internal TokenStream(ReadOnlyMemory<int> ids, long characters = 0)
    {
        Characters = characters;
        _ids = ids.Length >= 2
            ? ids
            : throw new DataException($"The text has {ids.Length} tokens; a language model needs at least 2, one to read and one to predict. Give a longer text.");
    }

    /// <summary>[time]: all ids.</summary>
    internal ReadOnlySpan<int> Ids => _ids.Span;

    /// <summary>Characters of the text, each mark between its lines as one; 0 where nobody counted them.</summary>
    internal long Characters { get; }

    /// <summary>Number of tokens.</summary>
    internal int Count => _ids.Length;

    /// <summary>Number of tokens that are predicted: all but the first.</summary>
    internal int Predictions => _ids.Length - 1;

    /// <summary>The same text from its end.</summary>
    internal TokenStream Backward()
    {
        var ids = Ids.ToArray();
        Array.Reverse(ids);
        return new(ids.AsMemory(), Characters);
    }
}
