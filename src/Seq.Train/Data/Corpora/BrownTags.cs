namespace Seq.Train;

/// <summary>The tags of the Brown corpus.</summary>
internal static class BrownTags
{
    private static readonly string[] Endings = ["-tl", "-hl", "-nc"];

    /// <summary>A tag without the marks of title, headline, citation and foreign word.</summary>
    internal static string Simplify(string tag)
    {
        var simple = tag.StartsWith("fw-", StringComparison.Ordinal) ? tag[3..] : tag;
        while (Endings.FirstOrDefault(ending => simple.Length > ending.Length && simple.EndsWith(ending, StringComparison.Ordinal)) is { } ending)
        {
            simple = simple[..^ending.Length];
        }

        return simple;
    }
}
