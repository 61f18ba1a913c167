using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Seq.Architecture.Tests;

/// <summary>One solution, one list of versions.</summary>
public sealed partial class SolutionTests
{
    [Fact]
    public void Every_project_is_in_the_solution_and_the_stand_ins_are_not()
    {
        var listed = SolutionProject().Matches(File.ReadAllText(Repository.PathOf("Seq.sln")))
            .Select(match => match.Groups["path"].Value.Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

        Assert.Equal(Repository.Projects().Order(StringComparer.Ordinal), listed);
    }

    [Fact]
    public void Every_package_version_is_an_exact_pin()
    {
        var versions = XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("PackageVersion").ToArray();

        Assert.NotEmpty(versions);
        Assert.All(versions, version => Assert.Matches(ExactPin(), (string?)version.Attribute("Version")));
    }

    [Fact]
    public void No_project_file_carries_a_package_version()
    {
        var files = Repository.Projects()
            .Concat(Repository.FilesUnder("compat", "*.csproj"))
            .Concat(Repository.FilesUnder("eng", "*.props"));
        var carrying = files.Where(file => XDocument.Load(Repository.PathOf(file))
            .Descendants()
            .Where(element => element.Name.LocalName is "PackageReference" or "PackageDownload" or "GlobalPackageReference")
            .Any(reference => Says(reference, "Version") || Says(reference, "VersionOverride")));

        Assert.Empty(carrying);
    }

    private static bool Says(XElement reference, string name) => reference.Attribute(name) is not null || reference.Element(name) is not null;

    [GeneratedRegex("""^Project\(.*\) = ".*", "(?<path>.*\.csproj)",""", RegexOptions.Multiline)]
    private static partial Regex SolutionProject();

    [GeneratedRegex(@"^\[\d+(\.\d+){1,3}(-[0-9A-Za-z.-]+)?\]$")]
    private static partial Regex ExactPin();
}
