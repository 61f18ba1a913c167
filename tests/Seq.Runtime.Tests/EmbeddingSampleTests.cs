using System.Diagnostics;
using System.Reflection;

namespace Seq.Runtime.Tests;

/// <summary>The embedding example of both READMEs is the program of samples/Embed, and prints what they say.</summary>
public sealed class EmbeddingSampleTests
{
    private static readonly string Root = typeof(EmbeddingSampleTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    private static readonly string Program = Read("samples/Embed/Program.cs");

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/Seq.Runtime/README.md")]
    public void The_example_of_a_readme_is_the_program_that_runs(string readme) =>
        Assert.Contains($"```csharp\n{Program}```", Read(readme), StringComparison.Ordinal);

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/Seq.Runtime/README.md")]
    public async Task The_output_that_a_readme_shows_is_what_the_program_prints(string readme)
    {
        var start = new ProcessStartInfo("dotnet", Path.Combine(AppContext.BaseDirectory, "Embed.dll"))
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Contains($"```text\n{output.ReplaceLineEndings("\n")}```", Read(readme), StringComparison.Ordinal);
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Root, file)).ReplaceLineEndings("\n");
}
