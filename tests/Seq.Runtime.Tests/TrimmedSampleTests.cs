using System.Diagnostics;
using System.Reflection;
using Seq.Tests;

namespace Seq.Runtime.Tests;

/// <summary>The sample of an app without a .NET runtime: published without a warning of the trimmer, and run.</summary>
public sealed class TrimmedSampleTests
{
    private static readonly Dictionary<string, string?> Metadata = typeof(TrimmedSampleTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(attribute => attribute.Key, attribute => attribute.Value);

    [Fact]
    public async Task A_trimmed_app_is_published_without_a_warning_and_decodes()
    {
        using var folder = new TemporaryFolder();
        var root = Metadata["RepositoryRoot"]!;
        List<string> arguments = ["publish", "samples/Aot/Aot.csproj", "--no-build", "-c", Metadata["Configuration"]!, "-o", folder["app"], "--nologo", "-nodeReuse:false"];
        if (Metadata["ArtifactsPath"] is { Length: > 0 } artifacts)
        {
            arguments.AddRange(["--artifacts-path", artifacts]);
        }

        var (published, log) = await Run(root, "dotnet", [.. arguments]);
        Assert.True(published == 0, log);
        Assert.DoesNotContain("warning", log, StringComparison.OrdinalIgnoreCase);

        var (exit, output) = await Run(root, Path.Combine(folder["app"], "Aot"), "models/digits");
        Assert.True(exit == 0, output);
        Assert.Equal("125\n314\n", output.ReplaceLineEndings("\n"));
        Assert.False(File.Exists(Path.Combine(folder["app"], "System.Private.Xml.dll")), "Nothing was trimmed.");
    }

    private static async Task<(int ExitCode, string Output)> Run(string root, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
