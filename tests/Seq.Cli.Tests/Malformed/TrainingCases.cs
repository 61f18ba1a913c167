namespace Seq.Cli.Tests.Malformed;

/// <summary>What cannot be trained, evaluated or compared.</summary>
internal static class TrainingCases
{
    internal static IReadOnlyList<MalformedCase> All { get; } =
    [
        new("train: no preset", _ => ["train"], "PRESET is missing", "seq train --help"),
        new("train: unknown preset", _ => ["train", "digitz"], "'digitz'", "digits-attention"),
        new("train: unknown setting", Train("--set", "model.hiden=8"), "'model.hiden'", "model.hidden"),
        new("train: setting without a value", Train("--set", "samples"), "'samples'", "key=value"),
        new("train: setting that is no number", Train("--set", "stop.samples=lots"), "'lots'", "stop.samples"),
        new("train: hidden size of zero", Train("--set", "model.hidden=0"), "hidden", "is 0"),
        new("train: negative learning rate", Train("--set", "optimizer.learning_rate=-1"), "optimizer.learning_rate", "above 0"),
        new("train: empty batch", Train("--set", "data.batch_size=0"), "data.batch_size is 0", "between 1"),
        new("train: no data of one's own", m => ["train", "lm", "--out", m.NewPath()], "data.source is empty", "--data"),
        new("train: data that is not there", m => ["train", "lm", "--data", "nowhere.txt", "--out", m.NewPath()], "nowhere.txt", "Check the path"),
        new("train: no such device", Train("--device", "gpu"), "device is 'gpu'", "cuda:N"),
        new("train: setting without effect", Train("--set", "data.steps=9"), "data.steps", "only on a language model"),
        new("eval: best of what was never validated", m => ["eval", m.Checkpoint, "--best"], "no best checkpoint", "--best"),
        new("train: no threads", Train("--threads", "0"), "--threads is '0'", "from 1"),
        new("train: seed that is no number", Train("--seed", "one"), "--seed is 'one'", "from 0"),
        new("train: nothing to resume", Train("--resume"), "checkpoint", "--resume"),
        new("train: into a checkpoint", m => ["train", "digits", "--out", Path.Combine(m.Run, "checkpoint")], "this is a checkpoint, not a place for a run", "--out"),
        new("train: a smoke run that goes on", m => ["train", "digits", "--out", m.Run, "--resume", "--smoke"], "Leave one of --smoke and --resume out"),
        new("train: onto another run", m => ["train", "digits", "--out", m.Run], "there is a run already", "--out"),
        new("train: resume of a checkpoint without settings", m => ["train", "digits", "--out", m.Run, "--resume"], "settings.json", "seq train"),
        new("train: folder that is a file", m => ["train", "digits", "--out", Path.Combine(m.Bundle, "seq.json"), "--set", "stop.samples=16"], "seq.json"),
        new("eval: no samples", m => ["eval", m.Bundle, "--samples", "0"], "--samples is '0'", "from 1"),
        new("eval: no such model", _ => ["eval", "nowhere"], "nowhere", "seq train"),
        new("eval: model of no known task", m => ["eval", m.Bundle], "vocabularies", "digits"),
        new("eval: checkpoint that says nothing of its data", m => ["eval", m.Checkpoint], "settings.json", "seq train"),
        new("parity: one model missing", m => ["parity", m.Checkpoint], "BUNDLE is missing", "seq parity --help"),
        new("parity: models exchanged", m => ["parity", m.Bundle, m.Checkpoint], "This is a bundle", "checkpoint"),
        new("parity: no samples", m => ["parity", m.Checkpoint, m.Bundle, "--samples", "0"], "--samples is '0'", "from 1"),
        new("parity: bundle of another model", m => ["parity", m.Checkpoint, OtherBundle(m)], "another model", "seq export"),
        new("demo: folder that is a file", m => ["demo", "--out", Path.Combine(m.Bundle, "seq.json"), "--json"], "seq.json"),
    ];

    private static Func<Models, string[]> Train(params string[] options) => models => ["train", "digits", "--out", models.NewPath(), .. options];

    private static string OtherBundle(Models models)
    {
        var description = Models.Description with { ContextEveryStep = true };
        var bundle = models.NewPath();
        Export.BundleExporter.Export(Seq.Tests.RandomCheckpoint.Write(models.NewPath(), description, seed: 1), bundle);
        return bundle;
    }
}
