using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Seq.Cli.CommandLine;
using Seq.Cli.Output;
using Seq.Train;

namespace Seq.Cli.Data;

/// <summary><c>seq data show</c>: a few items of a set or of a file.</summary>
internal sealed class DataShowCommand : DocumentedCommand
{
    private const int ShownIds = 30;
    private const int ShownCharacters = 300;
    private const string Automatic = "auto";
    private const string Shown = "data.*, model.shared_embeddings and seed";

    internal DataShowCommand(Terminal terminal, Option<bool> json)
        : base(
            "show",
            "Shows the parts of a set or of a file, its first items as text and as ids, and the arrays of a batch of them with their shapes: as a training with the same settings reads them.",
            "seq data show echo",
            "seq data show brown --task tag --items 1",
            "seq data show imdb --preset imdb-lstm --set data.max_length=100",
            "seq data show my.txt --task lm --set data.unit=characters --json")
    {
        var data = PathValue.Argument("NAME|FILE", "The name of a registered set, or a file: plain text, lines with a tab (label and text, or source and target), or .jsonl.");
        var items = NumberOption.From("--items", 1, "How many items to show. Default: 3.");
        var task = ChoiceOption.Create("--task", "What to read the data for. Default: what a set is for; a file needs it.", [Automatic, .. Enum.GetValues<DataTask>().Select(DataText.Of)]);
        var preset = new Option<string?>("--preset") { HelpName = "PRESET", Description = "Reads the data as `seq train PRESET` does. Default: a set as it usually is, a file as `seq train TASK` reads it." };
        var set = new Option<string[]>("--set")
        {
            HelpName = "key=value",
            Description = $"Changes a setting, as in `seq train`; may be given many times. Those that have a part in what is shown are {Shown}.",
            AllowMultipleArgumentsPerToken = false,
        };
        Add(data);
        Add(items);
        Add(task);
        Add(preset);
        Add(set);
        SetAction(parse =>
        {
            if (parse.GetValue(preset) is not null && parse.IsGiven(task))
            {
                throw new UsageException(["--preset says what the data is for, and --task too. Leave one of them out."]);
            }

            var settings = Settings(parse.GetRequiredValue(data), DataText.TaskOf(parse.GetRequiredValue(task)), parse.GetValue(preset), parse.GetValue(set) ?? [], out var dropped);
            var preview = DataPreview.Of(settings, parse.GetValue(items) ?? 3, DataFolders.FromEnvironment());
            preview = preview with { Notices = [.. dropped, .. preview.Notices] };
            if (parse.GetValue(json))
            {
                terminal.Output.WriteLine(JsonSerializer.Serialize(preview, DataJson.Lines.DataPreview));
            }
            else
            {
                Print(terminal, preview);
            }

            return ExitCode.Good;
        });
    }

    private static TrainingSettings Settings(string data, DataTask? task, string? preset, string[] changes, out IReadOnlyList<string> dropped)
    {
        UsageException.ThrowIfAny(
            from change in changes
            let key = change.Split('=')[0].Trim()
            where key.Contains('.', StringComparison.Ordinal) && !key.StartsWith("data.", StringComparison.Ordinal) && key != "model.shared_embeddings"
            select $"--set {change} changes nothing that is shown; {Shown} do. Leave it out.");
        dropped = [];
        return preset is not null ? SettingOverrides.Apply(Preset.Find(preset).Settings, [$"data.source={data}", .. changes], out dropped)
            : changes.Length > 0 ? SettingOverrides.Apply(DataPreview.SettingsFor(data, task), changes, out dropped)
            : DataPreview.SettingsFor(data, task);
    }

    private static void Print(Terminal terminal, DataPreview preview)
    {
        terminal.Output.WriteLine($"{preview.Data}, for {DataText.Of(preview.Task)}; vocabulary: {string.Join(", ", preview.Vocabularies.Select(side => $"{side.Key} {Number(side.Value)}"))}");
        foreach (var part in preview.Parts)
        {
            terminal.Output.WriteLine(preview.Task == DataTask.Language
                ? $"{part.Name}: {Number(part.Tokens)} tokens"
                : $"{part.Name}: {Number(part.Examples)} examples, {Number(part.Tokens)} source tokens");
        }

        for (var item = 0; item < preview.Items.Count; item++)
        {
            terminal.Output.WriteLine();
            foreach (var (name, field) in preview.Items[item].Fields)
            {
                terminal.Output.WriteLine($"{item + 1} {name,-7} {Shorten(field.Text)}");
                terminal.Output.WriteLine($"  {"",-7} [{field.Ids.Count}] {string.Join(' ', field.Ids.Take(ShownIds))}{(field.Ids.Count > ShownIds ? " ..." : "")}");
            }
        }

        terminal.Output.WriteLine();
        terminal.Output.WriteLine($"A batch of them: {string.Join(", ", preview.Batch.Select(array => $"{array.Key} [{string.Join(", ", array.Value)}]"))}"
            + string.Create(CultureInfo.InvariantCulture, $"; padding {100 * preview.PaddingShare:0.#}% of the source"));
        foreach (var notice in preview.Notices)
        {
            terminal.Output.WriteLine($"note: {notice}");
        }
    }

    private static string Shorten(string text)
    {
        var line = string.Concat(text.EnumerateRunes().Take(ShownCharacters).Select(rune => rune.Value == '\n' ? "\\n" : System.Text.Rune.IsControl(rune) ? "\uFFFD" : rune.ToString()));
        return text.Length > ShownCharacters ? line + "..." : line;
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
