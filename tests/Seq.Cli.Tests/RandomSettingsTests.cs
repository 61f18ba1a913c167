using System.Globalization;
using Seq.Tests;
using Seq.Train;

namespace Seq.Cli.Tests;

/// <summary>Settings drawn at random, several at once: each training refuses them by name or goes the whole way to a bundle that computes the same and answers.</summary>
/// <remarks><c>SEQ_SETTINGS_TRIALS</c> sets how many; <c>eng/settings-trials.sh</c> runs them in the large.</remarks>
public sealed class RandomSettingsTests : IDisposable
{
    private const int FewTrials = 6;

    private static readonly (string Key, string[] Values)[] Settings =
    [
        ("model.cell", ["gru", "lstm", "elman-tanh", "elman-relu", "elman-selu"]), ("model.hidden", ["3", "8", "33"]), ("model.layers", ["1", "2", "3"]), ("model.embedding", ["4", "null"]),
        ("model.bidirectional", ["true", "false"]), ("model.projection", ["4"]), ("model.residual", ["true"]), ("model.layer_norm", ["true"]), ("model.activation", ["relu", "selu"]),
        ("model.dropout", ["0", "0.2", "0.5"]), ("model.input_dropout", ["0", "0.3"]), ("model.layer_dropout", ["0.2"]), ("model.embedding_dropout", ["0.2"]),
        ("model.variational_dropout", ["true"]), ("model.weight_drop", ["0.3"]), ("model.tied_embeddings", ["true"]), ("model.window", ["3"]), ("model.adaptive_cutoffs", ["[4, 8]", "[6]"]),
        ("model.decoder_hidden", ["8", "20"]), ("model.target_embedding", ["6"]), ("model.shared_embeddings", ["true"]), ("model.attention", ["additive", "dot", "general", "concat"]),
        ("model.attention_placement", ["before-cell"]), ("model.attention_size", ["5"]), ("model.input_feeding", ["true"]), ("model.coverage", ["true"]), ("loss.coverage", ["0.5"]),
        ("model.bridge", ["copy", "linear", "zeros"]), ("model.context_every_step", ["true"]), ("model.without_feedback", ["true"]), ("model.pooling", ["last", "mean", "max", "attention"]),
        ("model.output", ["sigmoid", "softmax"]), ("model.filters", ["6"]), ("model.filter_width", ["2", "5"]), ("model.filter_pool", ["3"]),
        ("initialisation.weights", ["uniform", "normal", "xavier-uniform", "orthogonal", "zeros"]), ("initialisation.recurrent", ["orthogonal"]), ("initialisation.embeddings", ["normal"]),
        ("initialisation.biases", ["zeros", "uniform"]), ("initialisation.scale", ["0.01", "0.5"]), ("initialisation.forget_bias", ["1"]), ("initialisation.update_bias", ["1"]),
        ("data.unit", ["characters", "words", "byte-pairs"]), ("data.target_unit", ["characters", "words", "byte-pairs"]), ("data.vocabulary_size", ["10", "20"]), ("data.min_count", ["1", "3"]),
        ("data.merges", ["10", "40"]), ("data.shared_merges", ["true"]), ("data.lowercase", ["true"]), ("data.split", ["whitespace", "punctuation", "keras"]), ("data.line_marks", ["none", "end", "start"]),
        ("data.batch_size", ["1", "3", "16"]), ("data.steps", ["1", "7", "35"]), ("data.random_steps", ["true"]), ("data.stateful", ["false"]), ("data.backward", ["true"]),
        ("data.token_budget", ["50"]), ("data.pool_batches", ["0", "5"]), ("data.max_length", ["3", "8"]), ("data.truncate_at", ["post"]), ("data.pad_at", ["pre"]), ("data.masked", ["false"]),
        ("loss.kind", ["sampled"]), ("loss.samples", ["5"]), ("loss.average", ["rows", "steps", "none"]), ("loss.position_weights", ["[1, 0.5]"]), ("loss.label_smoothing", ["0.1"]),
        ("optimizer.kind", ["sgd", "rmsprop", "adam", "adagrad", "adadelta"]), ("optimizer.learning_rate", ["0.001", "0.02"]), ("optimizer.weight_decay", ["0.01"]),
        ("optimizer.clip_norm", ["null", "0.1"]), ("optimizer.freeze_embeddings", ["true"]), ("optimizer.accumulate", ["2"]),
        ("schedule.kind", ["cosine", "linear", "inverse-sqrt", "step", "zaremba", "plateau"]), ("schedule.warmup_steps", ["5", "100"]), ("average.kind", ["ema", "asgd", "nt-asgd"]),
        ("regularisation.activation", ["0.1"]), ("regularisation.change", ["0.1"]), ("regularisation.scheduled_sampling", ["0.3"]), ("regularisation.word_dropout", ["0.2"]),
        ("regularisation.bpe_dropout", ["0.2"]), ("validation.samples", ["5"]), ("validation.batch_size", ["1", "7"]), ("validation.beam", ["1", "3"]), ("validation.max_length", ["5"]),
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Trials => [.. Enumerable.Range(1, Environment.GetEnvironmentVariable("SEQ_SETTINGS_TRIALS") is { Length: > 0 } count ? int.Parse(count, CultureInfo.InvariantCulture) : FewTrials)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Trials))]
    public async Task What_a_training_does_not_refuse_by_name_goes_the_whole_way(int trial)
    {
        var random = new Random(trial);
        var preset = Preset.All[random.Next(Preset.All.Count)].Name;
        var chosen = Settings.OrderBy(_ => random.Next()).Take(random.Next(3, 11)).ToDictionary(setting => setting.Key, setting => setting.Values[random.Next(setting.Values.Length)]);
        var trained = await Train(preset, chosen);
        while (trained.ExitCode == 2)
        {
            // What is refused is left out. A refusal that names none of them is about what they are together: any one of them may be too much.
            var refused = chosen.Keys.Where(key => trained.Error.Contains(key, StringComparison.Ordinal)).DefaultIfEmpty(chosen.Keys.FirstOrDefault()).ToArray();
            Assert.True(chosen.Count > 0, trained.Error);
            Array.ForEach(refused, key => chosen.Remove(key!));
            trained = await Train(preset, chosen);
        }

        Assert.True(trained.ExitCode == 0, $"{Say(preset, chosen)}: exit code {trained.ExitCode}\n{trained.Error}");
        foreach (var command in Commands(preset, chosen, Cli.Run("inspect", _folder["run"], "--json").MustExitWith(0).Output))
        {
            var result = Cli.Run(command);
            Assert.True(result.ExitCode == 0, $"{Say(preset, chosen)}: {string.Join(' ', command)}: exit code {result.ExitCode}\n{result.Error}\n{result.Output}");
        }
    }

    private static string Say(string preset, Dictionary<string, string> chosen) => $"{preset} {string.Join(' ', chosen.Select(pair => $"--set {pair.Key}={pair.Value}"))}";

    private Task<CliResult> Train(string preset, Dictionary<string, string> chosen) =>
        SeqProcess.Run(["train", preset, "--smoke", "--out", _folder["run"], .. chosen.SelectMany(pair => new[] { "--set", $"{pair.Key}={pair.Value}" })]);

    private IEnumerable<string[]> Commands(string preset, Dictionary<string, string> chosen, string description)
    {
        // States without bounds may grow until float32 itself is far from the truth. Parity knows that, by float64; the golden pack cannot.
        string[] tolerance = chosen.Values.Any(value => value.EndsWith("relu", StringComparison.Ordinal) || value.EndsWith("selu", StringComparison.Ordinal)) ? ["--tolerance", "0.1"] : [];
        var (run, bundle, text) = (_folder["run"], _folder["bundle"], preset == "echo" ? "1 2 3 4 5" : "one two");
        yield return ["eval", run];
        yield return ["export", run, "--out", bundle];
        yield return ["verify", bundle, .. tolerance];
        yield return ["parity", run, bundle, "--samples", "24"];
        if (description.Contains("\"classifier\"", StringComparison.Ordinal) || description.Contains("\"tagger\"", StringComparison.Ordinal))
        {
            yield return [description.Contains("\"tagger\"", StringComparison.Ordinal) ? "tag" : "classify", bundle, "--input", text];
            yield break;
        }

        yield return ["generate", bundle, "--input", text, "--max-length", "8"];
        yield return ["generate", bundle, "--input", text, "--max-length", "8", "--beam", "3"];
    }
}
