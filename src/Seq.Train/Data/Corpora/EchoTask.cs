using System.Globalization;
using Seq.Model;

namespace Seq.Train;

/// <summary>The task of saying the first ids of a row again. The default is that of the set <c>echo</c>.</summary>
internal sealed record EchoTask
{
    /// <summary>Number of different ids.</summary>
    internal int Ids { get; init; } = 100;

    /// <summary>Ids of a row.</summary>
    internal int Length { get; init; } = 5;

    /// <summary>Ids that are said again.</summary>
    internal int Echoed { get; init; } = 2;

    /// <summary>Rows to learn from.</summary>
    internal int TrainRows { get; init; } = 8_000;

    /// <summary>Rows for the test.</summary>
    internal int TestRows { get; init; } = 2_000;

    /// <summary>The ids from 0 on as words.</summary>
    internal Vocabulary SourceVocabulary => new(TokenUnit.Words, Names(), SpecialTokens.None);

    /// <summary>The ids as words, and <c>&lt;s&gt;</c>, which starts and ends.</summary>
    internal Vocabulary TargetVocabulary => new(TokenUnit.Words, [.. Names(), "<s>"], new() { Start = Ids, End = Ids });

    /// <summary>Draws a row and its echo.</summary>
    internal PairExample Draw(SeededRandom random)
    {
        var source = new int[Length];
        for (var place = 0; place < source.Length; place++)
        {
            source[place] = random.Next(Ids);
        }

        return new(source, source[..Echoed]);
    }

    /// <summary>Rows to learn from and for the test; each depends on the seed alone.</summary>
    internal DataParts<PairExample> Examples(ulong seed)
    {
        var random = new SeededRandom(seed);
        var rows = new PackedPairs(Ids, Ids);
        for (var row = 0; row < TrainRows + TestRows; row++)
        {
            var (source, target) = Draw(random);
            rows.Add(source, target);
        }

        return new(new MadeList<PairExample>(TrainRows, row => rows[row]), [], new MadeList<PairExample>(TestRows, row => rows[TrainRows + row]));
    }

    private string[] Names() => [.. Enumerable.Range(0, Ids).Select(id => id.ToString(CultureInfo.InvariantCulture))];
}
