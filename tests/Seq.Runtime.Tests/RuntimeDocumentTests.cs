using System.Reflection;
using System.Text.RegularExpressions;

namespace Seq.Runtime.Tests;

/// <summary>docs/runtime.md shows calls that compile and run, and lists what there is to measure.</summary>
public sealed partial class RuntimeDocumentTests
{
    private static readonly string Root = typeof(RuntimeDocumentTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    private static readonly string Page = Read("docs/runtime.md");

    [Fact]
    public void Every_call_on_the_page_is_one_that_runs()
    {
        var examples = Region().Matches(Read("tests/Seq.Runtime.Tests/RuntimeExamples.cs"))
            .Select(match => Dedent(match.Groups["code"].Value)).Order(StringComparer.Ordinal);
        var shown = Block().Matches(Page).Select(match => match.Groups["code"].Value.Trim()).Order(StringComparer.Ordinal);

        Assert.Equal(examples, shown);
    }

    [Fact]
    public void The_page_lists_every_instrument()
    {
        var instruments = typeof(Instruments).GetFields(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(field => field.GetValue(null)).OfType<System.Diagnostics.Metrics.Instrument>().ToList();

        Assert.Equal(8, instruments.Count);
        Assert.All(instruments, instrument => Assert.Contains($"| `{instrument.Name}` |", Page, StringComparison.Ordinal));
    }

    private static string Dedent(string code)
    {
        var lines = code.Split('\n');
        var indent = lines.Where(line => line.Trim() != "").Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length >= indent ? line[indent..] : "")).Trim();
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Root, file)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"// <(?<name>\w+)>\n(?<code>.*?)\n *// </\k<name>>", RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
