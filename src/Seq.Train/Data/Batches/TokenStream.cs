namespace Seq.Train;

/// <summary>A text as one row of ids, for language models. The ids are held once, whatever is batched from them.</summary>
internal sealed class TokenStream
{
    private readonly int[] _ids;

    /// <param name="ids">[time]: at least two, since each token but the last predicts the next.</param>
    /// <exception cref="DataException">There are fewer than two.</exception>
    internal TokenStream(int[] ids)
    {
        _ids = ids.Length >= 2
            ? ids
            : throw new DataException($"The text has {ids.Length} tokens; a language model needs at least 2, one to read and one to predict. Give a longer text.");
    }

    /// <summary>[time]: all ids.</summary>
    internal ReadOnlySpan<int> Ids => _ids;

    /// <summary>Number of tokens.</summary>
    internal int Count => _ids.Length;

    /// <summary>Number of tokens that are predicted: all but the first.</summary>
    internal int Predictions => _ids.Length - 1;

    /// <summary>The same text from its end.</summary>
    internal TokenStream Backward() => new([.. _ids.AsEnumerable().Reverse()]);
}
