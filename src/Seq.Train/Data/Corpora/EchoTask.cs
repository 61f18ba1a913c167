using System.Globalization;
using Seq.Model;

namespace Seq.Train;

/// <summary>The task of saying the first ids of a row again.</summary>
internal static class EchoTask
{
    /// <summary>Number of different ids.</summary>
    internal const int Ids = 100;

    /// <summary>Ids of a row.</summary>
    internal const int Length = 5;

    /// <summary>Ids that are said again.</summary>
    internal const int Echoed = 2;

    private const int TrainRows = 8_000;
    private const int TestRows = 2_000;

    /// <summary>The ids 0 to 99 as words.</summary>
    internal static Vocabulary SourceVocabulary { get; } = new(TokenUnit.Words, Names(), SpecialTokens.None);

    /// <summary>The ids 0 to 99 as words, and <c>&lt;s&gt;</c>, which starts and ends.</summary>
    internal static Vocabulary TargetVocabulary { get; } = new(TokenUnit.Words, [.. Names(), "<s>"], new() { Start = Ids, End = Ids });

    /// <summary>Draws a row and its echo.</summary>
    internal static PairExample Draw(SeededRandom random)
    {
        var source = new int[Length];
        for (var place = 0; place < source.Length; place++)
        {
            source[place] = random.Next(Ids);
        }

        return new(source, source[..Echoed]);
    }

    /// <summary>10,000 rows: 8,000 to learn from and 2,000 for test; each depends on the seed alone.</summary>
    internal static DataParts<PairExample> Examples(ulong seed)
    {
        var random = new SeededRandom(seed);
        return new([.. Enumerable.Range(0, TrainRows).Select(_ => Draw(random))], [], [.. Enumerable.Range(0, TestRows).Select(_ => Draw(random))]);
    }

    /// <summary>The same rows as texts.</summary>
    internal static DataParts<PairText> Texts(ulong seed) =>
        Examples(seed).Select(row => new PairText(SourceVocabulary.Decode(row.Source), TargetVocabulary.Decode(row.Target)));

    private static string[] Names() => [.. Enumerable.Range(0, Ids).Select(id => id.ToString(CultureInfo.InvariantCulture))];
}
