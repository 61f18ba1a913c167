namespace Seq.Train.Tests;

/// <summary>docs/metrics.md shows calls that compile and outputs that are true.</summary>
public sealed class MetricsDocumentTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "metrics.md")).ReplaceLineEndings("\n");

    public static TheoryData<string, string> Examples
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (code, output) in MetricsExamples.All)
            {
                data.Add(code, output);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_call_on_the_page_prints_what_stands_below_it(string code, string output)
    {
        var shown = $"```csharp\n{code}\n```\n\n```text\n{output}\n```";

        Assert.True(Page.Contains(shown, StringComparison.Ordinal), $"The page does not show\n{shown}");
    }

    [Fact]
    public void The_page_shows_nothing_that_is_not_tested() => Assert.Equal(MetricsExamples.All.Count, Page.Split("```csharp").Length - 1);
}
