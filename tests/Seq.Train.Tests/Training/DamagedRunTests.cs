using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Seq.Model;

namespace Seq.Train.Tests;

/// <summary>Files of a checkpoint that are wrong although their hashes are right: the reader itself has to notice.</summary>
public sealed class DamagedRunTests : IClassFixture<StoppedRun>, IDisposable
{
    private const string Optimizer = WeightOptimizer.FileName;
    private const string Random = TrainingSession.TorchRandomFile;
    private const string Settings = "settings.json";
    private const string State = "training.json";
    private readonly ShortRun _run;

    public DamagedRunTests(StoppedRun stopped) => _run = stopped.Run.Copy();

    public static TheoryData<string> Files => [Optimizer, Random, Settings, State];

    public void Dispose() => _run.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
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
    [MemberData(nameof(Files))]
    public void A_missing_file_is_named(string file)
    {
        var manifestPath = Path.Combine(_run.CheckpointPath, "checkpoint.json");
        var manifest = JsonNode.Parse(File.ReadAllBytes(manifestPath))!;
        Assert.True(manifest["files"]!.AsObject().Remove(file));
        File.WriteAllText(manifestPath, manifest.ToJsonString());

        Assert.Contains($"'{file}'", Assert.Throws<ModelFormatException>(() => _run.Resume()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_an_older_version_did_not_know_have_their_default()
    {
        var whole = JsonNode.Parse(_run.Bytes(Settings))!.AsObject();
        var expected = Trainer.SettingsOf(Checkpoint.Open(_run.CheckpointPath));
        var defaults = JsonSerializer.SerializeToNode(
            new TrainingSettings { Preset = expected.Preset, Task = expected.Task, Data = new() { Source = expected.Data.Source } }, TrainingJson.Default.TrainingSettings)!.AsObject();
        var checkedMembers = 0;
        foreach (var (section, name) in Members(whole))
        {
            var older = whole.DeepClone().AsObject();
            var place = section is null ? older : older[section]!.AsObject();
            var same = section is null ? defaults[name] : defaults[section]![name];
            if (name is not ("preset" or "task" or "data" or "source") && JsonNode.DeepEquals(place[name], same))
            {
                place.Remove(name);
                _run.Forge(Settings, _ => Encoding.UTF8.GetBytes(older.ToJsonString()));

                Assert.Equal(Text(expected), Text(Trainer.SettingsOf(Checkpoint.Open(_run.CheckpointPath))));
                checkedMembers++;
            }
        }

        Assert.InRange(checkedMembers, 60, 200);

        static string Text(TrainingSettings settings) => JsonSerializer.Serialize(settings, TrainingJson.Default.TrainingSettings);

        static IEnumerable<(string? Section, string Name)> Members(JsonObject settings) =>
            settings.SelectMany(member => member.Value is JsonObject inner ? inner.Select(leaf => ((string?)member.Key, leaf.Key)).Append((null, member.Key)) : [(null, member.Key)]);
    }

    [Theory]
    [InlineData("preset")]
    [InlineData("task")]
    [InlineData("data")]
    public void Settings_that_every_version_has_must_be_there(string member)
    {
        var settings = JsonNode.Parse(_run.Bytes(Settings))!.AsObject();
        settings.Remove(member);
        _run.Forge(Settings, _ => Encoding.UTF8.GetBytes(settings.ToJsonString()));

        AssertNamed(Settings);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    public void A_random_state_of_another_size_is_refused(int size)
    {
        Forge(Random, writer => writer.Add<byte>("state", [size], new byte[size]));

        Assert.Contains($"The random state has {size} bytes; this libtorch needs", AssertNamed(Random).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_random_state_that_libtorch_refuses_is_named()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var size = (int)TorchSharp.torch.get_rng_state().numel();
        Forge(Random, writer => writer.Add<byte>("state", [size], new byte[size]));

        Assert.Contains("libtorch does not take the random state", AssertNamed(Random).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_optimizer_of_another_model_is_refused()
    {
        using var other = new ShortRun(ShortRun.Small with { Model = ShortRun.Small.Model with { Hidden = 6 } });
        other.StartAndStopAfter(1);
        _run.Forge(Optimizer, _ => other.Bytes(Optimizer));

        Assert.Contains("but the training has [", AssertNamed(Optimizer).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 1)]
    [InlineData(16, -1)]
    [InlineData(16, long.MaxValue)]
    public void Optimizer_steps_of_another_number_or_size_are_refused(int count, long steps)
    {
        Forge(Optimizer, writer => writer.Add<long>("steps", [count], Enumerable.Repeat(steps, count).ToArray()));

        Assert.Contains("'steps' must hold 16 numbers", AssertNamed(Optimizer).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("samples", "-1")]
    [InlineData("samples", "9223372036854775807")]
    [InlineData("samples", "1e99")]
    [InlineData("samples", "null")]
    [InlineData("steps", "-1")]
    [InlineData("steps", "1000")]
    [InlineData("epoch", "-1")]
    [InlineData("place", "-1")]
    [InlineData("loss_sum", "1e999")]
    [InlineData("loss_sum", "\"NaN\"")]
    [InlineData("loss_count", "-3")]
    [InlineData("loss_count", "1000")]
    [InlineData("seconds", "-1")]
    [InlineData("seconds", "1e300")]
    [InlineData("solved", "-1")]
    [InlineData("plateau_share", "2")]
        [InlineData("validations", "9223372036854775807")]
    [InlineData("best", "1e999")]
    [InlineData("unknown", "1")]
    public void A_training_state_with_an_absurd_value_is_refused(string member, string value)
    {
        _run.Forge(State, bytes => With(bytes, member, value));

        AssertNamed(State);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    public void A_training_state_of_another_form_is_refused(string text)
    {
        _run.Forge(State, _ => Encoding.UTF8.GetBytes(text));

        AssertNamed(State);
    }

    [Fact]
    public void A_training_state_too_large_to_be_one_is_not_read()
    {
        _run.Forge(State, bytes => [.. bytes, .. Enumerable.Repeat((byte)' ', 1 << 20)]);

        Assert.Contains("more than 1048576 bytes", AssertNamed(State).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data", "null")]
    [InlineData("seed", "-1")]
    [InlineData("model", "null")]
    [InlineData("preset", "null")]
    public void Settings_with_an_absurd_value_are_refused(string member, string value)
    {
        _run.Forge(Settings, bytes => With(bytes, member, value));

        AssertNamed(Settings);
        Assert.Throws<ModelFormatException>(() => Trainer.SettingsOf(Checkpoint.Open(_run.CheckpointPath)));
    }

    [Fact]
    public void Settings_of_another_model_than_the_checkpoints_are_refused()
    {
        _run.Forge(Settings, bytes => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("\"hidden\": 5", "\"hidden\": 6", StringComparison.Ordinal)));

        Assert.Contains("not the one that model.json describes", AssertNamed(Settings).Message, StringComparison.Ordinal);
    }

    private static byte[] With(byte[] json, string member, string value)
    {
        var changed = JsonNode.Parse(json)!.AsObject();
        changed[member] = "VALUE";
        return Encoding.UTF8.GetBytes(changed.ToJsonString().Replace("\"VALUE\"", value, StringComparison.Ordinal));
    }

    private void Forge(string file, Action<SafetensorsWriter> add)
    {
        var writer = new SafetensorsWriter();
        add(writer);
        using var stream = new MemoryStream();
        writer.Write(stream);
        _run.Forge(file, _ => stream.ToArray());
    }

    /// <summary>Resuming fails, names the file, and leaves the run as it is.</summary>
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

/// <summary>A run that was stopped in its middle, trained once for all tests of the class.</summary>
public sealed class StoppedRun : IDisposable
{
    public StoppedRun() => Run.StartAndStopAfter(18);

    internal ShortRun Run { get; } = new();

    public void Dispose() => Run.Dispose();
}
