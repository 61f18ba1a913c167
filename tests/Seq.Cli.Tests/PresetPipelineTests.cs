using Seq.Tests;
using Seq.Train;

namespace Seq.Cli.Tests;

/// <summary>Every preset trains, exports and proves its bundle, in the smoke form that <c>--smoke</c> gives it.</summary>
public sealed class PresetPipelineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Presets => [.. Preset.All.Select(preset => preset.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Presets))]
    public async Task A_preset_goes_from_training_to_a_bundle_that_computes_the_same(string preset)
    {
        (await SeqProcess.Run("train", preset, "--smoke", "--out", _folder["run"])).MustExitWith(0);
        Cli.Run("export", _folder["run"], "--out", _folder["bundle"]).MustExitWith(0);

        Cli.Run("verify", _folder["bundle"]).MustExitWith(0);
        Assert.Contains("Parity passed: 24 inputs", Cli.Run("parity", _folder["run"], _folder["bundle"], "--samples", "24").MustExitWith(0).Output, StringComparison.Ordinal);
    }
}
