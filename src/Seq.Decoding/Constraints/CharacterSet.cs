namespace Seq.Decoding.Constraints;

/// <summary>A set of characters as ranges that rise and do not touch.</summary>
internal sealed class CharacterSet
{
    private CharacterSet(CharacterRange[] ranges) => Ranges = ranges;

    internal static CharacterSet Digits { get; } = Of([new('0', '9')]);

    internal static CharacterSet WordCharacters { get; } = Of([new('0', '9'), new('A', 'Z'), new('_', '_'), new('a', 'z')]);

    internal static CharacterSet Spaces { get; } = Of([new('\t', '\r'), new(' ', ' ')]);

    internal static CharacterSet AllButNewLine { get; } = Of([new('\n', '\n')]).Complement();

    internal CharacterRange[] Ranges { get; }

    internal static CharacterSet Of(char character) => new([new(character, character)]);

    internal static CharacterSet Of(IEnumerable<CharacterRange> ranges)
    {
        var merged = new List<CharacterRange>();
        foreach (var range in ranges.OrderBy(range => range.First))
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
            {
                merged[^1] = merged[^1] with { Last = (char)Math.Max(merged[^1].Last, range.Last) };
            }
            else
            {
                merged.Add(range);
            }
        }

        return new([.. merged]);
    }

    internal CharacterSet Complement()
    {
        var gaps = new List<CharacterRange>();
        var next = 0;
        foreach (var range in Ranges)
        {
            if (range.First > next)
            {
                gaps.Add(new((char)next, (char)(range.First - 1)));
            }

            next = range.Last + 1;
        }

        if (next <= char.MaxValue)
        {
            gaps.Add(new((char)next, char.MaxValue));
        }

        return new([.. gaps]);
    }
}
