using Seq.Tests;

namespace Seq.Cli.Tests;

/// <summary>Which commands need which native library: what the dynamic linker itself says it loaded.</summary>
[Collection(TrainedModelTests.Name)]
public sealed class NativeLoadingTests(TrainedModel trained) : IDisposable
{
    private const string Torch = "libtorch";
    private const string OnnxRuntime = "libonnxruntime";
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Help_export_and_inspect_load_neither()
    {
        foreach (var arguments in (string[][])[["--help"], ["train", "--help"], ["export", trained.Run, "--out", _folder["bundle"]], ["inspect", trained.Run], ["inspect", trained.Bundle]])
        {
            var loaded = await Loaded(arguments);
            Assert.DoesNotContain(Torch, loaded, StringComparison.Ordinal);
            Assert.DoesNotContain(OnnxRuntime, loaded, StringComparison.Ordinal);
            Assert.Contains("libcoreclr", loaded, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_bundle_needs_no_libtorch()
    {
        foreach (var arguments in (string[][])[["generate", trained.Bundle, "--input", "one two"], ["eval", trained.Bundle, "--samples", "5"]])
        {
            var loaded = await Loaded(arguments);
            Assert.DoesNotContain(Torch, loaded, StringComparison.Ordinal);
            Assert.Contains(OnnxRuntime, loaded, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_checkpoint_needs_no_onnx_runtime()
    {
        var loaded = await Loaded("eval", trained.Run, "--samples", "5");

        Assert.Contains(Torch, loaded, StringComparison.Ordinal);
        Assert.DoesNotContain(OnnxRuntime, loaded, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What a command makes the dynamic linker load.</summary>
    private async Task<string> Loaded(params string[] arguments)
    {
        var log = _folder[Guid.NewGuid().ToString("N")];
        using var process = SeqProcess.Start(arguments, ("LD_DEBUG", "files"), ("LD_DEBUG_OUTPUT", log));
        (await process.End()).MustExitWith(0);
        return string.Concat(Directory.EnumerateFiles(Path.GetDirectoryName(log)!, Path.GetFileName(log) + ".*").Select(File.ReadAllText));
    }
}
