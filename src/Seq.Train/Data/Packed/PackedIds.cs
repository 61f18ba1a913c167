namespace Seq.Train;

/// <summary>Rows of token ids: two bytes an id where the vocabulary allows it, else four.</summary>
internal sealed class PackedIds
{
    private readonly PackedRows<ushort>? _narrow;
    private readonly PackedRows<int>? _wide;

    /// <param name="vocabulary">Number of tokens; ids are below it, and −1 stands for a token that is in no vocabulary.</param>
    internal PackedIds(int vocabulary)
    {
        var isNarrow = vocabulary <= ushort.MaxValue; // The highest two-byte number is left to −1.
        _narrow = isNarrow ? new() : null;
        _wide = isNarrow ? null : new();
    }

    /// <summary>The ids of a row.</summary>
    internal int[] this[int row]
    {
        get
        {
            if (_wide is not null)
            {
                return _wide[row].ToArray();
            }

            var narrow = _narrow![row];
            var ids = new int[narrow.Length];
            for (var step = 0; step < ids.Length; step++)
            {
                ids[step] = narrow[step] == ushort.MaxValue ? -1 : narrow[step];
            }

            return ids;
        }
    }

    /// <summary>Adds a row behind the others; a row may be empty.</summary>
    internal void Add(ReadOnlySpan<int> ids)
    {
        if (_wide is not null)
        {
            _wide.Add(ids);
            return;
        }

        var narrow = new ushort[ids.Length];
        for (var step = 0; step < ids.Length; step++)
        {
            narrow[step] = unchecked((ushort)ids[step]);
        }

        _narrow!.Add(narrow);
    }
}
