namespace Seq.Architecture.Tests;

/// <summary>What goes to NuGet, and what each package carries.</summary>
public sealed class PackagingTests
{
    private static readonly string[] Packages = ["Seq.Cli", "Seq.Decoding", "Seq.Export", "Seq.Model", "Seq.Runtime"];

    public static TheoryData<string> PackedProjects => [.. Packages];

    [Fact]
    public void The_libraries_an_app_embeds_and_the_command_are_packages_and_nothing_else_is()
    {
        var packable = Repository.Projects()
            .Where(project => Evaluate(project).Property("IsPackable") == "true")
            .Select(project => Path.GetFileNameWithoutExtension(project));

        Assert.Equal(Packages, packable);
    }

    [Theory]
    [MemberData(nameof(PackedProjects))]
    public void A_package_carries_description_readme_licence_documentation_and_symbols(string project)
    {
        var evaluation = Evaluate(Repository.Source(project));

        Assert.NotEqual("Package Description", evaluation.Property("Description")); // The SDK's own filler.
        Assert.NotEmpty(evaluation.Property("Description"));
        Assert.Equal("MIT", evaluation.Property("PackageLicenseExpression"));
        Assert.Equal("true", evaluation.Property("GenerateDocumentationFile"));
        Assert.Equal("true", evaluation.Property("IncludeSymbols"));
        Assert.Equal("snupkg", evaluation.Property("SymbolPackageFormat"));
        Assert.Equal("README.md", evaluation.Property("PackageReadmeFile"));
        var readme = evaluation.Items("None").Single(item => ProjectEvaluation.Identity(item) == "README.md" && ProjectEvaluation.Metadata(item, "Pack") == "true");
        Assert.NotEqual(0, new FileInfo(ProjectEvaluation.Metadata(readme, "FullPath")).Length);
    }

    [Fact]
    public void The_command_packs_as_the_tool_dotnet_seq()
    {
        var evaluation = Evaluate(Repository.Source("Seq.Cli"));

        Assert.Equal("true", evaluation.Property("PackAsTool"));
        Assert.Equal("dotnet-seq", evaluation.Property("PackageId"));
        Assert.Equal("dotnet-seq", evaluation.Property("ToolCommandName"));
    }

    [Fact]
    public void All_packages_carry_one_version() =>
        Assert.Single(Packages.Select(project => Evaluate(Repository.Source(project)).Property("Version")).Distinct());

    private static ProjectEvaluation Evaluate(string project) => ProjectEvaluation.Of(Repository.PathOf(project), "-p:SeqDependencies=packages");
}
