using Seq.Model;
using Seq.Tests;

namespace Seq.Train.Tests;

/// <summary>A few hundred lines are learned with the presets for data of one's own as they are.</summary>
public sealed class SmallDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_classifier_of_two_hundred_lines_learns_what_tells_them_apart()
    {
        string[] fillers = ["the", "film", "plot", "cast", "was", "quite", "really"];
        var random = new Random(5);
        var lines = Enumerable.Range(0, 200).Select(line =>
            $"{(line % 2 == 0 ? "good" : "bad")}\t{Filler()} {Filler()} {(line % 2 == 0 ? "wonderful" : "dreadful")} {Filler()}");
        File.WriteAllLines(_folder["labelled.tsv"], lines);
        var settings = SettingOverrides.Apply(Preset.Find("classify").Settings, [$"data.source={_folder["labelled.tsv"]}", "model.hidden=16", "model.embedding=16"]);

        var result = new Trainer(settings, new() { Folder = _folder["run"] }).Run();

        Assert.True(result.Samples > 10 * 200, $"{result.Samples} samples were seen."); // More than its ten epochs.
        Assert.True(Trainer.Evaluate(Checkpoint.Open(result.CheckpointPath), new())[Metric.Accuracy] >= 0.95);

        string Filler() => fillers[random.Next(fillers.Length)];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(40)]
    public void Epochs_go_on_until_the_least_steps_are_taken(int minSteps)
    {
        using var run = new SmokeRun("classify", "stop.epochs=3", $"stop.min_steps={minSteps}", "stop.patience=null");
        var watcher = new Watcher();

        run.Train(observer: watcher);

        var perEpoch = watcher.Steps.Count / watcher.Validations.Count;
        Assert.Equal(Math.Max(3, (int)Math.Ceiling((double)minSteps / perEpoch)), watcher.Validations.Count);
    }
}
