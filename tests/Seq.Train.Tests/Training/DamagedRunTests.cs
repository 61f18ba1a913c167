using System.Text;
using System.Text.Json.Nodes;
using Seq.Model;

namespace Seq.Train.Tests;

/// <summary>Files of a checkpoint that are wrong although their hashes are right: the reader itself has to notice.</summary>
public sealed class DamagedRunTests : IDisposable
{
    private readonly TinyRun _run = new();

    public DamagedRunTests() => _run.StartAndStopAfter(18);

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("optimizer.safetensors")]
    [InlineData("torch-random.safetensors")]
    [InlineData("settings.json")]
    [InlineData("training.json")]
    public void A_file_cut_anywhere_is_named(string file)
    {
        var whole = _run.Bytes(file);
        foreach (var length in (int[])[0, 1, 9, whole.Length / 2, whole.Length - 1])
        {
            _run.Forge(file, _ => whole[..length]);
            AssertNamed(file);
        }
    }

    [Theory]
    [InlineData("optimizer.safetensors")]
    [InlineData("torch-random.safetensors")]
    [InlineData("settings.json")]
    [InlineData("training.json")]
    public void A_missing_file_is_named(string file)
    {
        var manifestPath = Path.Combine(_run.CheckpointPath, "checkpoint.json");
        var manifest = JsonNode.Parse(File.ReadAllBytes(manifestPath))!;
        Assert.True(manifest["files"]!.AsObject().Remove(file));
        File.WriteAllText(manifestPath, manifest.ToJsonString());

        Assert.Contains($"'{file}'", Assert.Throws<ModelFormatException>(() => _run.Resume()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, "The random state has 10 bytes; this libtorch needs")]
    [InlineData(100_000, "The random state has 100000 bytes")]
    public void A_random_state_of_another_size_is_refused(int size, string problem)
    {
        _run.Forge("torch-random.safetensors", _ => Tensors(writer => writer.Add<byte>("state", [size], new byte[size])));

        Assert.Contains(problem, AssertNamed("torch-random.safetensors").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_random_state_that_libtorch_refuses_is_named()
    {
        var size = (int)TorchSharp.torch.get_rng_state().numel();
        _run.Forge("torch-random.safetensors", _ => Tensors(writer => writer.Add<byte>("state", [size], new byte[size])));

        AssertNamed("torch-random.safetensors");
    }

    [Fact]
    public void An_optimizer_of_another_model_is_refused()
    {
        using var other = new TinyRun(TinyRun.Small with { Model = TinyRun.Small.Model with { Hidden = 6 } });
        other.StartAndStopAfter(1);
        _run.Forge("optimizer.safetensors", _ => other.Bytes("optimizer.safetensors"));

        AssertNamed("optimizer.safetensors");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Optimizer_steps_of_another_number_are_refused(int count)
    {
        _run.Forge("optimizer.safetensors", _ => Tensors(writer => writer.Add<long>("steps", [count], new long[count])));

        Assert.Contains("'steps' must hold", AssertNamed("optimizer.safetensors").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("samples", "-1")]
    [InlineData("samples", "321")]
    [InlineData("samples", "9223372036854775807")]
    [InlineData("samples", "1e99")]
    [InlineData("samples", "null")]
    [InlineData("steps", "-1")]
    [InlineData("steps", "1000")]
    [InlineData("data_random", "-1")]
    [InlineData("loss_sum", "1e999")]
    [InlineData("loss_sum", "\"NaN\"")]
    [InlineData("loss_count", "-3")]
    [InlineData("loss_count", "1000")]
    [InlineData("seconds", "-1")]
    [InlineData("seconds", "1e300")]
    [InlineData("solved", "-1")]
    [InlineData("solved", "2147483647")]
    [InlineData("next_validation", "0")]
    [InlineData("next_validation", "9223372036854775807")]
    [InlineData("best_sequence_accuracy", "17")]
    [InlineData("unknown", "1")]
    public void A_training_state_with_an_absurd_value_is_refused(string member, string value)
    {
        _run.Forge("training.json", bytes =>
        {
            var state = JsonNode.Parse(bytes)!.AsObject();
            state[member] = "VALUE";
            return Encoding.UTF8.GetBytes(state.ToJsonString().Replace("\"VALUE\"", value, StringComparison.Ordinal));
        });

        AssertNamed("training.json");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    public void A_training_state_of_another_form_is_refused(string text)
    {
        _run.Forge("training.json", _ => Encoding.UTF8.GetBytes(text));

        AssertNamed("training.json");
    }

    [Theory]
    [InlineData("batch_size", "0")]
    [InlineData("samples", "-1")]
    [InlineData("model", "null")]
    [InlineData("optimizer", "{}")]
    [InlineData("preset", "null")]
    public void Settings_with_an_absurd_value_are_refused(string member, string value)
    {
        _run.Forge("settings.json", bytes =>
        {
            var settings = JsonNode.Parse(bytes)!.AsObject();
            settings[member] = "VALUE";
            return Encoding.UTF8.GetBytes(settings.ToJsonString().Replace("\"VALUE\"", value, StringComparison.Ordinal));
        });

        AssertNamed("settings.json");
        Assert.Throws<ModelFormatException>(() => Trainer.SettingsOf(Checkpoint.Open(_run.CheckpointPath)));
    }

    [Fact]
    public void Settings_of_another_model_than_the_checkpoints_are_refused()
    {
        _run.Forge("settings.json", bytes => Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(bytes).Replace("\"hidden\": 5", "\"hidden\": 6", StringComparison.Ordinal)));

        Assert.Contains("not the one that model.json describes", AssertNamed("settings.json").Message, StringComparison.Ordinal);
    }

    private static byte[] Tensors(Action<SafetensorsWriter> add)
    {
        var writer = new SafetensorsWriter();
        add(writer);
        using var stream = new MemoryStream();
        writer.Write(stream);
        return stream.ToArray();
    }

    private ModelFormatException AssertNamed(string file)
    {
        var weights = _run.Weights();
        var metrics = File.ReadAllText(_run.MetricsPath);

        var error = Assert.Throws<ModelFormatException>(() => _run.Resume());

        Assert.Contains(Path.Combine(_run.CheckpointPath, file), error.Message, StringComparison.Ordinal);
        Assert.Equal(weights, _run.Weights());
        Assert.Equal(metrics, File.ReadAllText(_run.MetricsPath));
        return error;
    }
}
