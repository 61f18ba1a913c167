namespace Seq.Decoding.Tests;

public sealed class ReadmeTests
{
    private static readonly string Readme = Read("README.md");

    [Fact]
    public void The_example_of_the_readme_is_the_one_that_runs()
    {
        var code = Read("ReadmeExample.cs").Split("// <example>")[1].Split("// </example>")[0];
        var lines = code.Split('\n').Select(line => line.StartsWith("    ", StringComparison.Ordinal) ? line[4..] : line);

        Assert.Contains(string.Join('\n', lines).Trim(), Readme, StringComparison.Ordinal);
    }

    [Fact]
    public void The_output_shown_in_the_readme_is_what_it_prints() =>
        Assert.Contains($"```text\n{ReadmeExample.Run().ReplaceLineEndings("\n")}```", Readme, StringComparison.Ordinal);

    private static string Read(string file) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Readme", file)).ReplaceLineEndings("\n");
}
