using System.Text.Json.Nodes;
using Seq.Model;
using Seq.Tests;

namespace Seq.Train.Tests;

public sealed class StartFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _name = $"{Guid.NewGuid():N}.txt";

    public void Dispose()
    {
        File.Delete(_name);
        _folder.Dispose();
    }

    [Theory]
    [InlineData("nowhere", "../start")] // Run and data were moved together.
    [InlineData("start", "nowhere")]    // The run alone was moved.
    public void A_file_with_a_relative_path_is_found_where_the_training_was_started(string folder, string fromRun)
    {
        var result = Train();
        MoveData(_folder[folder], fromRun);

        var evaluation = Trainer.Evaluate(Checkpoint.Open(result.CheckpointPath), new() { Part = DataPart.Train });
        var resumed = new Trainer(Settings, new() { Folder = _folder["run"], Resume = true }).Run();

        Assert.True(double.IsFinite(evaluation.Loss));
        Assert.Equal(TrainingOutcome.Complete, resumed.Outcome);
        Assert.Contains(_name, File.ReadAllText(Path.Combine(result.CheckpointPath, "settings.json")), StringComparison.Ordinal); // As it was given.
    }

    [Fact]
    public void A_file_that_is_nowhere_is_looked_for_in_both_folders()
    {
        var result = Train();
        MoveData(_folder["gone"], "../missing");

        var error = Assert.Throws<DataException>(() => Trainer.Evaluate(Checkpoint.Open(result.CheckpointPath), new() { Part = DataPart.Train }));

        Assert.StartsWith($"data.source: the file '{_name}' is not here; looked in {Directory.GetCurrentDirectory()} and {_folder["missing"]} and {_folder["gone"]}. ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_note_is_named()
    {
        var result = Train();
        File.WriteAllText(_folder["run/started-in.json"], "{}");

        Assert.Equal(_folder["run/started-in.json"], Assert.Throws<ModelFormatException>(() => Trainer.Evaluate(Checkpoint.Open(result.CheckpointPath), new() { Part = DataPart.Train })).FilePath);
    }

    [Fact]
    public void A_run_of_an_absolute_path_notes_nothing()
    {
        File.WriteAllText(_folder["lines.txt"], Text);

        new Trainer(Settings with { Data = Settings.Data with { Source = _folder["lines.txt"] } }, new() { Folder = _folder["run"] }).Run();

        Assert.False(File.Exists(_folder["run/started-in.json"]));
    }

    private static string Text => string.Concat(Enumerable.Repeat("anna sees the sea\n", 30));

    private TrainingSettings Settings => SettingOverrides.Apply(
        Preset.Find("lm").Settings,
        [$"data.source={_name}", "model.hidden=4", "model.embedding=4", "data.batch_size=4", "stop.epochs=null", "stop.samples=200", "validation.every_epochs=null", "validation.every_samples=200"]);

    /// <summary>Trains in the current folder, which the note of the run must name.</summary>
    private TrainingResult Train()
    {
        File.WriteAllText(_name, Text);
        var result = new Trainer(Settings, new() { Folder = _folder["run"] }).Run();
        var note = JsonNode.Parse(File.ReadAllText(_folder["run/started-in.json"]))!;
        Assert.Equal(Directory.GetCurrentDirectory(), (string?)note["folder"]);
        Assert.Equal(Directory.GetCurrentDirectory(), Path.GetFullPath((string)note["from_run"]!, _folder["run"]));
        return result;
    }

    /// <summary>Moves the data away from the current folder, as if the command were called in another one.</summary>
    private void MoveData(string folder, string fromRun)
    {
        Directory.CreateDirectory(_folder["start"]);
        File.Move(_name, Path.Combine(_folder["start"], _name));
        File.WriteAllText(_folder["run/started-in.json"], new JsonObject { ["folder"] = folder, ["from_run"] = fromRun }.ToJsonString());
    }
}
