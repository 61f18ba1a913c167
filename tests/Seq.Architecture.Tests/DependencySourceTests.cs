namespace Seq.Architecture.Tests;

/// <summary>
/// The two ways to TorchSharp and ONNX Runtime (docs/dependencies.md), as MSBuild evaluates them: a feed without the packages
/// cannot restore the first way, and still must not let it rot.
/// </summary>
public sealed class DependencySourceTests
{
    private const string TorchSharpVersion = "[0.106.0]";
    private const string OnnxRuntimeVersion = "[1.29.0]";

    private static readonly string[] StandIns = ["Microsoft.ML.OnnxRuntime", "TorchSharp"];

    [Theory]
    [InlineData("Seq.Train", "false", "TorchSharp TorchSharp-cpu")]
    [InlineData("Seq.Train", "true", "TorchSharp TorchSharp-cuda-linux")]
    [InlineData("Seq.Runtime", "false", "Microsoft.ML.OnnxRuntime.Managed")]
    [InlineData("Seq.Runtime", "true", "Microsoft.ML.OnnxRuntime.Managed")]
    [InlineData("Seq.Cli", "false", "Microsoft.ML.OnnxRuntime")]
    [InlineData("Seq.Cli", "true", "Microsoft.ML.OnnxRuntime.Gpu")]
    public void The_package_way_takes_exactly_these_packages_and_no_stand_in(string project, string cuda, string packages)
    {
        var evaluation = ProjectEvaluation.Of(Repository.Source(project), "-p:SeqDependencies=packages", $"-p:Cuda={cuda}");

        var engines = evaluation.Packages().Where(IsEngine).ToArray();

        Assert.Equal(packages.Split(' '), engines);
        Assert.All(engines, engine => Assert.Equal(
            engine.StartsWith("TorchSharp", StringComparison.Ordinal) ? TorchSharpVersion : OnnxRuntimeVersion,
            evaluation.VersionOf(engine)));
        Assert.Empty(evaluation.Projects().Intersect(StandIns));
    }

    [Theory]
    [InlineData("Seq.Train", "TorchSharp", "compat/TorchSharp/TorchSharp.csproj")]
    [InlineData("Seq.Runtime", "Microsoft.ML.OnnxRuntime", "compat/OnnxRuntime/Microsoft.ML.OnnxRuntime.csproj")]
    public void The_system_way_takes_the_stand_in_and_no_package(string project, string standIn, string file)
    {
        var evaluation = ProjectEvaluation.Of(Repository.Source(project), "-p:SeqDependencies=system");

        Assert.DoesNotContain(evaluation.Packages(), IsEngine);
        Assert.Equal([standIn], evaluation.Projects().Intersect(StandIns));
        Assert.Contains(evaluation.Items("ProjectReference"), item => ProjectEvaluation.Metadata(item, "FullPath") == Repository.PathOf(file));
        Assert.True(File.Exists(Repository.PathOf(file)), $"{file} does not exist.");
    }

    [Fact]
    public void The_system_way_gives_the_command_its_engines_through_the_parts_it_references()
    {
        var evaluation = ProjectEvaluation.Of(Repository.Source("Seq.Cli"), "-p:SeqDependencies=system");

        Assert.DoesNotContain(evaluation.Packages(), IsEngine);
        Assert.Empty(evaluation.Projects().Intersect(StandIns));
        Assert.Contains("Seq.Train", evaluation.Projects());
        Assert.Contains("Seq.Runtime", evaluation.Projects());
    }

    [Fact]
    public void A_test_of_either_engine_gets_it_the_same_way_as_src()
    {
        var strangers = Repository.Projects().Where(project => File.ReadAllText(Repository.PathOf(project)).Contains("compat", StringComparison.Ordinal));

        Assert.Empty(strangers); // eng/*.props alone know where the stand-ins are.
    }

    [Fact]
    public void No_source_file_asks_where_its_engines_come_from()
    {
        var asking = Repository.FilesUnder("src", "*.cs")
            .Where(file => File.ReadLines(Repository.PathOf(file)).Any(line => line.TrimStart().StartsWith("#if", StringComparison.Ordinal)));

        Assert.Empty(asking);
    }

    private static bool IsEngine(string package) =>
        package.StartsWith("TorchSharp", StringComparison.Ordinal)
        || package.StartsWith("Microsoft.ML.", StringComparison.Ordinal)
        || package.StartsWith("libtorch", StringComparison.Ordinal);
}
