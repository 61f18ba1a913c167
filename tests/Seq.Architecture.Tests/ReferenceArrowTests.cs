using System.IO.Enumeration;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Seq.Architecture.Tests;

/// <summary>References go one way (docs/architecture.md): what each project may know, and nothing besides.</summary>
public sealed class ReferenceArrowTests
{
    // `*` stands for any characters. A package counts under its id, an assembly under its name.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Seq.Model"] = [],
        ["Seq.Decoding"] = ["System.Numerics.Tensors"],
        ["Seq.Export"] = ["Seq.Model", "Google.Protobuf"],
        ["Seq.Runtime"] = ["Seq.Model", "Seq.Decoding", "Microsoft.ML.OnnxRuntime", "Microsoft.ML.OnnxRuntime.Managed", "Microsoft.Extensions.*.Abstractions"],
        ["Seq.Train"] = ["Seq.Model", "TorchSharp", "TorchSharp-cpu", "TorchSharp-cuda-linux", "Microsoft.Extensions.*"],
        ["Seq.Cli"] =
        [
            "Seq.Model", "Seq.Decoding", "Seq.Export", "Seq.Runtime", "Seq.Train",
            "Microsoft.ML.OnnxRuntime", "Microsoft.ML.OnnxRuntime.Gpu", "Microsoft.Extensions.*", "System.CommandLine", "Spectre.Console",
        ],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    public static TheoryData<string, string> ProjectsInBothWays
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var project in Allowed.Keys)
            {
                data.Add(project, "packages");
                data.Add(project, "system");
            }

            return data;
        }
    }

    [Fact]
    public void Every_project_of_src_has_its_arrows_listed_here() =>
        Assert.Equal(
            Repository.FilesUnder("src", "*.csproj").Select(file => Path.GetFileNameWithoutExtension(file)),
            Allowed.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(ProjectsInBothWays))]
    public void A_project_file_references_only_what_its_arrows_allow(string project, string dependencies)
    {
        var evaluation = ProjectEvaluation.Of(Repository.Source(project), $"-p:SeqDependencies={dependencies}");

        AssertAllowed(project, [.. evaluation.Packages(), .. evaluation.Projects()]);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_built_assembly_references_only_what_its_arrows_allow(string project)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, project == "Seq.Cli" ? "seq.dll" : $"{project}.dll");

        AssertAllowed(project, ReferencesOutsideTheFramework(assembly));
    }

    private static void AssertAllowed(string project, IEnumerable<string> references)
    {
        var surplus = references.Where(name => !Allowed[project].Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name))).ToArray();

        Assert.True(
            surplus.Length == 0,
            $"{project} references {string.Join(", ", surplus)}. It may reference: {string.Join(", ", Allowed[project].DefaultIfEmpty("nothing"))}.");
    }

    private static List<string> ReferencesOutsideTheFramework(string assembly)
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata.AssemblyReferences
                .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
                .Where(name => !File.Exists(Path.Combine(framework, $"{name}.dll"))),
        ];
    }
}
