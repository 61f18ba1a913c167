using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Seq.Architecture.Tests;

/// <summary>What MSBuild makes of a project file: properties and items after evaluation. Nothing is restored or built.</summary>
internal sealed class ProjectEvaluation
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly ConcurrentDictionary<string, ProjectEvaluation> Known = new();

    private readonly JsonElement _json;

    private ProjectEvaluation(JsonElement json) => _json = json;

    /// <summary>Evaluates a project the way a build with these switches would; `switches` as on the command line: `-p:Cuda=true`.</summary>
    public static ProjectEvaluation Of(string project, params string[] switches) =>
        Known.GetOrAdd(string.Join('\n', [project, .. switches]), _ => Evaluate(project, switches));

    /// <summary>The value of a property; empty when the project does not set it.</summary>
    public string Property(string name) => _json.GetProperty("Properties").GetProperty(name).GetString()!;

    /// <summary>The items of a kind, each with its metadata.</summary>
    public IReadOnlyList<JsonElement> Items(string kind) => [.. _json.GetProperty("Items").GetProperty(kind).EnumerateArray()];

    /// <summary>The packages the result depends on, sorted; not those that only help to build it.</summary>
    public string[] Packages() =>
        [.. Items("PackageReference").Where(item => Metadata(item, "PrivateAssets") != "all").Select(Identity).Order(StringComparer.Ordinal)];

    /// <summary>The referenced projects by name, sorted.</summary>
    public string[] Projects() =>
        [.. Items("ProjectReference").Select(item => Path.GetFileNameWithoutExtension(Identity(item))).Order(StringComparer.Ordinal)];

    /// <summary>The version that the central list gives a package.</summary>
    public string VersionOf(string package) => Metadata(Items("PackageVersion").Single(item => Identity(item) == package), "Version");

    public static string Identity(JsonElement item) => item.GetProperty("Identity").GetString()!;

    public static string Metadata(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString()! : "";

    private static ProjectEvaluation Evaluate(string project, string[] switches)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        string[] arguments =
        [
            "msbuild", project, "-nologo", "-nodeReuse:false", .. switches,
            "-getItem:PackageReference,ProjectReference,PackageVersion,None",
            "-getProperty:SeqDependencies,IsPackable,PackageId,Description,PackageReadmeFile,PackageLicenseExpression,IncludeSymbols,SymbolPackageFormat,"
                + "GenerateDocumentationFile,Version,PackAsTool,ToolCommandName",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // The test runner's own MSBuild settings, and switches of the caller, are not part of the question.
        foreach (var name in start.Environment.Keys.Where(ChangesEvaluation).ToArray())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"dotnet msbuild {project} took longer than {Patience}.");
        }

        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} failed:\n{output.Result}{errors.Result}");
        return new ProjectEvaluation(JsonDocument.Parse(output.Result).RootElement);
    }

    private static bool ChangesEvaluation(string variable) =>
        variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || variable.Equals("SeqDependencies", StringComparison.OrdinalIgnoreCase)
        || variable.Equals("Cuda", StringComparison.OrdinalIgnoreCase);
}
