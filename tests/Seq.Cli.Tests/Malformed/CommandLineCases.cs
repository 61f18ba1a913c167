namespace Seq.Cli.Tests.Malformed;

/// <summary>Command lines that cannot be meant.</summary>
internal static class CommandLineCases
{
    internal static IReadOnlyList<MalformedCase> All { get; } =
    [
        new("no command", _ => [], "No command", "seq --help"),
        new("unknown command", _ => ["trian"], "'trian'", "export", "seq --help"),
        new("unknown option", m => ["generate", m.Bundle, "--bem", "2"], "--bem", "seq generate --help"),
        new("surplus argument", m => ["inspect", m.Bundle, "again"], "'again'", "seq inspect --help"),
        new("missing argument", _ => ["generate", "--input", "s1"], "BUNDLE is missing", "seq generate --help"),
        new("missing required option", m => ["export", m.Checkpoint], "--out", "seq export --help"),
        new("missing value of an option", m => ["export", m.Checkpoint, "--out"], "--out", "seq export --help"),
        new("option given twice", Generate("--beam", "2", "--beam", "3"), "--beam", "seq generate --help"),
        new("no input", m => ["generate", m.Bundle], "--input", "--input-file"),
        new("two inputs", Generate("--input-file", "-"), "--input and --input-file", "give one of them"),
        new("beam that is no number", Generate("--beam", "many"), "--beam is 'many'", "a whole number from 1"),
        new("beam of zero", Generate("--beam", "0"), "--beam is '0'", "from 1"),
        new("negative beam", Generate("--beam", "-3"), "--beam is '-3'", "from 1"),
        new("beam beyond 32 bits", Generate("--beam", "99999999999"), "--beam is '99999999999'", "from 1"),
        new("more hypotheses than the beam holds", Generate("--beam", "2", "--n-best", "3"), "--n-best is 3", "--beam 3"),
        new("more hypotheses than greedy search has", Generate("--n-best", "3"), "--n-best is 3", "--sample"),
        new("maximum length of zero", Generate("--max-length", "0"), "--max-length is '0'", "from 1"),
        new("temperature without sampling", Generate("--temperature", "2"), "--temperature has no effect", "add --sample"),
        new("top-k without sampling", Generate("--top-k", "2"), "--top-k has no effect", "add --sample"),
        new("top-p without sampling", Generate("--top-p", "0.5"), "--top-p has no effect", "add --sample"),
        new("seed without sampling", Generate("--seed", "2"), "--seed has no effect", "add --sample"),
        new("temperature of zero", Generate("--sample", "--temperature", "0"), "--temperature is '0'", "above 0"),
        new("temperature that is no number", Generate("--sample", "--temperature", "nan"), "--temperature is 'nan'", "above 0"),
        new("temperature with a comma", Generate("--sample", "--temperature", "0,5"), "--temperature is '0,5'", "above 0"),
        new("top-p above one", Generate("--sample", "--top-p", "1.5"), "--top-p is '1.5'", "at most 1"),
        new("top-k of zero", Generate("--sample", "--top-k", "0"), "--top-k is '0'", "from 1"),
        new("negative seed", Generate("--sample", "--seed", "-1"), "--seed is '-1'", "from 0"),
        new("length penalty that is no number", Generate("--beam", "2", "--length-penalty", "much"), "--length-penalty is 'much'", "gnmt:0.6"),
        new("length penalty below zero", Generate("--beam", "2", "--length-penalty", "-1"), "--length-penalty is '-1'", "a number from 0"),
        new("length penalty without a beam", Generate("--length-penalty", "average"), "--length-penalty has no effect without a beam", "--beam 2"),
        new("sampling with a beam", Generate("--sample", "--beam", "4"), "--beam has no effect with --sample", "leave one"),
        new("in a beam graph that the bundle lacks", Generate("--in-graph", "--beam", "4"), "generate-beam", "Export the model again"),
        new("in a sampling graph that the bundle lacks", Generate("--in-graph", "--sample"), "generate-sample", "Export the model again"),
        new("n-best of an export without a beam graph", m => ["export", m.Checkpoint, "--out", m.NewPath(), "--n-best", "2"], "--n-best has no effect", "--beam-graph"),
        new("unknown provider", Generate("--provider", "tpu"), "--provider is 'tpu'", "prefer-cuda"),
        new("CUDA required where there is none", Generate("--provider", "cuda"), "--provider cuda: ", "prefer-cuda"),
        new("input of nothing", m => ["generate", m.Bundle, "--input", "  "], "--input", "at least one token"),
        new("input of an unknown word", m => ["generate", m.Bundle, "--input", "s1 what"], "--input", "'what'", "tokens the model knows"),
        new("input file that is missing", m => ["generate", m.Bundle, "--input-file", "nowhere.txt"], "nowhere.txt", "--input-file"),
        new("input file that is a folder", m => ["generate", m.Bundle, "--input-file", m.Run], "folder", "--input-file"),
        new("input file that is empty", WithInput(""), "input.txt", "There is no text"),
        new("input file with an empty line", WithInput("s1\n\ns2\n"), "input.txt, line 2", "remove the line"),
        new("input file with an unknown word", WithInput("s1\ns2 x9\n"), "input.txt, line 2", "'x9'"),
        new("input file that is not UTF-8", WithBytes([(byte)'s', (byte)'1', (byte)'\n', 0xff, 0xfe, (byte)'\n']), "input.txt, line 2", "UTF-8"),
        new("input file with an endless line", WithInput(new string('s', 1_100_000)), "input.txt, line 1", "one text per line"),
        new("bundle that is not there", _ => ["generate", "nowhere", "--input", "s1"], "nowhere", "seq export"),
        new("bundle of an empty name", _ => ["generate", "", "--input", "s1"], "path of the model is empty", "seq export"),
        new("bundle that is a file", m => ["generate", Path.Combine(m.Bundle, "seq.json"), "--input", "s1"], "This is a file", "seq export"),
        new("checkpoint where a bundle is needed", m => ["generate", m.Checkpoint, "--input", "s1"], "This is a checkpoint", "seq export"),
        new("bundle where a checkpoint is needed", m => ["export", m.Bundle, "--out", m.NewPath()], "This is a bundle", "checkpoint"),
        new("folder that is no model", m => ["inspect", Directory.CreateDirectory(m.NewPath()).FullName], "neither a checkpoint nor a bundle", "seq train"),
        new("export to nowhere", m => ["export", m.Checkpoint, "--out", ""], "--out is empty", "give a path"),
        new("export whose report goes nowhere", m => ["export", m.Checkpoint, "--out", m.NewPath(), "--report", " "], "--report is empty", "give a path"),
        new("export whose report lies in a file", m => ["export", m.Checkpoint, "--out", m.NewPath(), "--report", Path.Combine(m.Bundle, "seq.json", "r")], "seq.json", "Check the path"),
        new("parity whose report goes nowhere", m => ["parity", m.Checkpoint, m.Bundle, "--report", ""], "--report is empty", "give a path"),
        new("parity whose JSON goes nowhere", m => ["parity", m.Checkpoint, m.Bundle, "--report-json", ""], "--report-json is empty", "give a path"),
        new("report of no run", _ => ["report", ""], "RUN is empty", "give a path"),
        new("report that goes nowhere", m => ["report", m.Run, "--out", ""], "--out is empty", "give a path"),
        new("training to nowhere", _ => ["train", "digits", "--out", ""], "--out is empty", "give a path"),
        new("training on nothing", _ => ["train", "lm", "--data", ""], "--data is empty", "give a path"),
        new("demo to nowhere", _ => ["demo", "--out", ""], "--out is empty", "give a path"),
        new("data of no name", _ => ["data", "show", ""], "NAME|FILE is empty", "give a path"),
        new("export onto a file", m => ["export", m.Checkpoint, "--out", Path.Combine(m.Bundle, "seq.json")], "seq.json"),
        new("export onto a folder of other files", m => ["export", m.Checkpoint, "--out", FolderOfOtherFiles(m)], "holds other files", "empty the folder"),
    ];

    private static Func<Models, string[]> Generate(params string[] options) => models => ["generate", models.Bundle, "--input", "s1", .. options];

    private static Func<Models, string[]> WithInput(string text) => WithBytes(System.Text.Encoding.UTF8.GetBytes(text));

    private static Func<Models, string[]> WithBytes(byte[] bytes) => models =>
    {
        var path = Path.Combine(Directory.CreateDirectory(models.NewPath()).FullName, "input.txt");
        File.WriteAllBytes(path, bytes);
        return ["generate", models.Bundle, "--input-file", path];
    };

    private static string FolderOfOtherFiles(Models models)
    {
        var folder = Directory.CreateDirectory(models.NewPath()).FullName;
        File.WriteAllText(Path.Combine(folder, "diary.txt"), "dear diary");
        return folder;
    }
}
