namespace Seq.Bench.Measuring;

/// <summary><c>docs/benchmarks.md</c>: each command rewrites the part between its own markers and leaves the rest as it is.</summary>
internal static class BenchPage
{
    internal static string FilePath => Path.Combine(RepositoryFolder.Root, "docs", "benchmarks.md");

    /// <summary>Replaces a part.</summary>
    /// <param name="part">Its name in the markers.</param>
    /// <param name="text">What shall stand there.</param>
    /// <exception cref="InvalidOperationException">The page has no such markers.</exception>
    internal static void Write(string part, string text)
    {
        var page = File.ReadAllText(FilePath);
        var (begin, end) = ($"<!-- {part}: begin -->\n", $"<!-- {part}: end -->");
        var from = page.IndexOf(begin, StringComparison.Ordinal);
        var to = page.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
        {
            throw new InvalidOperationException($"{FilePath} has no lines '{begin.Trim()}' and '{end}', in this order; put them where the figures shall stand.");
        }

        File.WriteAllText(FilePath, page[..(from + begin.Length)] + text.TrimEnd() + "\n" + page[to..]);
    }
}
