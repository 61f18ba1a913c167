namespace Seq.Decoding.Tests;

/// <summary>docs/decoding.md shows calls that compile and outputs that are true.</summary>
public sealed class DecodingDocumentTests
{
    private static readonly string Page = Read("decoding.md");

    public static TheoryData<string, string> Examples
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (code, output) in DecodingExamples.All)
            {
                data.Add(code, output);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_call_on_the_page_prints_what_stands_below_it(string code, string output) =>
        Assert.Contains($"```csharp\n{code}\n```\n\n```text\n{output}\n```", Page, StringComparison.Ordinal);

    [Fact]
    public void The_page_shows_the_model_and_nothing_that_is_not_tested()
    {
        var code = Read("DecodingExamples.cs").Split("// <model>")[1].Split("// </model>")[0];
        var lines = code.Split('\n').Select(line => line.StartsWith("    ", StringComparison.Ordinal) ? line[4..] : line);

        Assert.Contains($"```csharp\n{string.Join('\n', lines).Trim()}\n```", Page, StringComparison.Ordinal);
        Assert.Equal(DecodingExamples.All.Count + 1, Page.Split("```csharp").Length - 1);
    }

    private static string Read(string file) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Readme", file)).ReplaceLineEndings("\n");
}
