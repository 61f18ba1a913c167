using System.Diagnostics;
using System.Reflection;
using Seq.Tests;

namespace Seq.Runtime.Tests;

/// <summary>The sample of an app without a .NET runtime: trimmed, or compiled ahead of time; published without a warning, and run.</summary>
public sealed class PublishedSampleTests
{
    private static readonly Dictionary<string, string?> Metadata = typeof(PublishedSampleTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(attribute => attribute.Key, attribute => attribute.Value);

    [Fact]
    public async Task A_trimmed_app_is_published_without_a_warning_and_decodes()
    {
        using var folder = new TemporaryFolder();
        string[] artifacts = Metadata["ArtifactsPath"] is { Length: > 0 } path ? ["--artifacts-path", path] : [];

        await PublishAndRun(folder["app"], ["--no-build", .. artifacts]);

        Assert.True(File.Exists(Path.Combine(folder["app"], "Seq.Runtime.dll")));
        Assert.False(File.Exists(Path.Combine(folder["app"], "System.Private.Xml.dll")), "Nothing was trimmed.");
    }

    [Fact]
    public async Task An_app_compiled_ahead_of_time_is_published_without_a_warning_and_decodes()
    {
        using var folder = new TemporaryFolder();

        await PublishAndRun(folder["app"], ["-p:NativeAot=true", "--artifacts-path", folder["artifacts"]]);

        Assert.Empty(Directory.EnumerateFiles(folder["app"], "*.dll")); // One native program, and the library of ONNX Runtime.
    }

    private static async Task PublishAndRun(string app, string[] more)
    {
        var root = Metadata["RepositoryRoot"]!;
        var (published, log) = await Run(root, "dotnet", ["publish", "samples/Aot/Aot.csproj", "-c", Metadata["Configuration"]!, "-o", app, "--nologo", "-nodeReuse:false", .. more]);
        Assert.True(published == 0, log);
        Assert.DoesNotContain("warning", log, StringComparison.OrdinalIgnoreCase);

        var (exit, output) = await Run(root, Path.Combine(app, "Aot"), "models/digits");
        Assert.True(exit == 0, output);
        Assert.Equal("125\n314\n", output.ReplaceLineEndings("\n"));
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
