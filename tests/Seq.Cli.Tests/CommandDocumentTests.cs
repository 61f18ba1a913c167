using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Seq.Cli.Commands;
using Seq.Cli.Output;
using Seq.Export;
using Seq.Model;
using Seq.Tests;

namespace Seq.Cli.Tests;

/// <summary>docs/command.md shows command lines that work and what they print, for every option.</summary>
public sealed partial class CommandDocumentTests(CommandDocumentTests.Surroundings surroundings) : IClassFixture<CommandDocumentTests.Surroundings>
{
    // Numbers on the page are rounded to four decimals; processors differ in the last digits of float32.
    private const double Rounding = 2e-4;

    private static readonly string Root = typeof(CommandDocumentTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "docs", "command.md")).ReplaceLineEndings("\n");

    /// <summary>Command lines, and what stands below them: the kind of the output, and the output.</summary>
    public static TheoryData<string, string, string> Examples
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var groups in Example().Matches(Page).Select(match => match.Groups))
            {
                data.Add(groups["lines"].Value, groups["kind"].Value, groups["output"].Value);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_command_line_on_the_page_prints_what_stands_below_it(string lines, string kind, string output)
    {
        var printed = string.Concat(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Code().Match(line) is { Success: true } code
            ? surroundings.Run(line[..code.Index]).MustExitWith(int.Parse(code.Groups["code"].Value, CultureInfo.InvariantCulture)).Output
            : surroundings.Run(line).MustExitWith(0).Output));

        if (kind == "text")
        {
            Assert.Equal(output, printed);
        }
        else if (kind == "json")
        {
            string[] found = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries), shown = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(shown.Length, found.Length);
            Assert.All(shown.Zip(found), pair => AssertSame(JsonDocument.Parse(pair.First).RootElement, JsonDocument.Parse(pair.Second).RootElement));
        }
        else
        {
            Assert.NotEmpty(printed);
        }
    }

    [Fact]
    public void Every_option_is_explained_and_used_and_no_other_is_named()
    {
        var terminal = new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Null);
        var options = new GenerateCommand(terminal).Options.Concat(new ScoreCommand(terminal).Options).Select(option => option.Name).Distinct().ToList();
        var commands = string.Join('\n', Example().Matches(Page).Select(match => match.Groups["lines"].Value)).Split(' ', '\n');

        Assert.All(options, option => Assert.Contains(option, commands));
        Assert.All(options, option => Assert.Matches($"`[^`\n]*{option}[ `]", Page));
        Assert.All(Option().Matches(Page).Select(match => match.Value), named => Assert.Contains(named, options));
    }

    private static void AssertSame(JsonElement shown, JsonElement found)
    {
        Assert.Equal(shown.ValueKind, found.ValueKind);
        switch (shown.ValueKind)
        {
            case JsonValueKind.Object:
                Assert.Equal(shown.EnumerateObject().Select(member => member.Name), found.EnumerateObject().Select(member => member.Name));
                Assert.All(shown.EnumerateObject(), member => AssertSame(member.Value, found.GetProperty(member.Name)));
                break;
            case JsonValueKind.Array:
                Assert.Equal(shown.GetArrayLength(), found.GetArrayLength());
                Assert.All(shown.EnumerateArray().Zip(found.EnumerateArray()), pair => AssertSame(pair.First, pair.Second));
                break;
            case JsonValueKind.Number:
                Assert.Equal(shown.GetDouble(), found.GetDouble(), Rounding);
                break;
            default:
                Assert.Equal(shown.ToString(), found.ToString());
                break;
        }
    }

    [GeneratedRegex(@"```sh\n(?<lines>.*?)```(\n\n```(?<kind>text|json)\n(?<output>.*?)```)?", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@" # exit code (?<code>\d+)$")]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<=[` ])--[a-z][a-z-]*")]
    private static partial Regex Option();

    /// <summary>What the command lines of the page find: bundles and files by name.</summary>
    public sealed partial class Surroundings : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly Dictionary<string, string> _paths;

        public Surroundings()
        {
            _paths = new(StringComparer.Ordinal) { ["models/digits"] = Path.Combine(Root, "models", "digits"), ["lm"] = _folder["lm"], ["en-de"] = _folder["en-de"] };
            var digits = VocabularyFile.Read(Path.Combine(Root, "models", "digits", Checkpoint.TargetVocabularyFile));
            var language = new LanguageModelDescription
            {
                Vocabulary = digits.Count,
                Embedding = 4,
                Layers = new() { Cell = CellKind.Gru, Hidden = 5 },
                StartToken = digits.Special.Start!.Value,
                EndToken = digits.Special.End,
            };
            BundleExporter.Export(RandomCheckpoint.Write(_folder["lm-checkpoint"], language, seed: 60, target: digits), _paths["lm"], new());
            var pair = RandomCheckpoint.Write(
                _folder["en-de-checkpoint"], Models.Description, seed: 61,
                source: new(TokenUnit.Words, ["<unk>", "a", "b", "c", "d", "e", "f"], new() { Unknown = 0 }),
                target: new(TokenUnit.Words, ["</s>", "<unk>", "ein", "das", "so", "was"], new() { Start = 0, End = 0, Unknown = 1 }));
            BundleExporter.Export(pair, _paths["en-de"], new());
            Write("numbers.txt", "one two\nthree one four\n");
            Write("pairs.tsv", "one two\t12\nthree one four\t314\n");
            Write("words.tsv", "house\tHaus\n");
            Write("digits.txt", "31415\n12\n");
        }

        internal CliResult Run(string line)
        {
            var words = Word().Matches(line).Select(match => match.Value.Trim('"')).ToList();
            var input = words.IndexOf("<") is >= 0 and var at ? File.ReadAllText(_paths[words[at + 1]]) : "";
            Assert.Equal("seq", words[0]);
            return Cli.RunWithInput(input, [.. words.Skip(1).TakeWhile(word => word != "<").Select(Placed)]);
        }

        public void Dispose() => _folder.Dispose();

        /// <summary>A word with the path of what it names, a weight behind it or not.</summary>
        private string Placed(string word) => word.Split('=') is [var name, .. var weight] && _paths.TryGetValue(name, out var path) ? string.Join('=', [path, .. weight]) : word;

        private void Write(string name, string text)
        {
            _paths.Add(name, _folder[name]);
            File.WriteAllText(_folder[name], text);
        }

        [GeneratedRegex("\"[^\"]*\"|\\S+")]
        private static partial Regex Word();
    }
}
