using Seq.Cli.Parity;
using Seq.Model;

namespace Seq.Parity.Tests;

/// <summary>A check is worth what it finds: faults are planted in exported graphs, and parity must find each.</summary>
public sealed class FaultTests(FaultModels models) : IClassFixture<FaultModels>
{
    public static TheoryData<string> Names => [.. Faults.All.Select(fault => fault.Name)];

    public static TheoryData<string> Models => [.. FaultModels.Descriptions.Keys];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_without_a_fault_passes(string model)
    {
        var report = models.Compare(model, models.Bundle(model));

        Assert.True(report.Passed, report.Failure);
        Assert.False(report.IllConditioned);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parity_finds_the_fault(string name)
    {
        var fault = Faults.All.Single(known => known.Name == name);
        var (bundle, path) = (new FaultyBundle(models.Bundle(fault.Model)), models.NewPath());
        fault.Plant(bundle);
        Assert.True(bundle.Changes > 0, $"There is nowhere in the model '{fault.Model}' to plant: {name}.");
        bundle.Write(path);

        var report = models.Compare(fault.Model, path);

        Assert.False(report.Passed, $"Nobody noticed: {name}.");
        Assert.NotNull(report.Failure);
    }

    [Fact]
    public void At_least_sixty_faults_are_planted() => Assert.True(Faults.All.Select(fault => fault.Name).Distinct().Count() >= 60);

    [Theory]
    [InlineData("layers in the wrong order", "layer 1", "step 0")]
    [InlineData("activation of a step's cell", "layer 2", "step 0")]
    [InlineData("coverage not summed up", "coverage", "step 1")]
    [InlineData("context of the window stale", "window_context", "step 1")]
    [InlineData("gates of a GRU operator in PyTorch's order", "the encoder's outputs", "source position 1")]
    public void The_first_diverging_layer_and_step_are_named(string name, string layer, string step)
    {
        var fault = Faults.All.Single(known => known.Name == name);
        var (bundle, path) = (new FaultyBundle(models.Bundle(fault.Model)), models.NewPath());
        fault.Plant(bundle);
        bundle.Write(path);

        var report = models.Compare(fault.Model, path);

        Assert.Contains(layer, report.FirstDivergence, StringComparison.Ordinal);
        Assert.Contains(step, report.FirstDivergence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("texts of target tokens exchanged in pairs", "text-graph")]
    [InlineData("presence penalty taken from the coverage penalty", "in-graph-beam-penalties")]
    [InlineData("energies in place of attention, in the step", "step-attention")]
    [InlineData("energies in place of attention, in greedy search", "in-graph-attention")]
    [InlineData("end token ignored", "in-graph-greedy-end-token")]
    [InlineData("log-probabilities of tokens with the other sign", "in-graph-greedy")]
    public void A_bundle_by_itself_shows_the_fault_too(string name, string check)
    {
        var fault = Faults.All.Single(known => known.Name == name);
        var (bundle, path) = (new FaultyBundle(models.Bundle(fault.Model)), models.NewPath());
        fault.Plant(bundle);
        bundle.Write(path);

        var report = BundleVerification.Run(path, GoldenReplay.DefaultTolerance, CancellationToken.None);

        Assert.Contains(report.Checks, found => found.Name == check && !found.Passed);
    }

    [Theory]
    [InlineData(FaultModels.Complete)]
    [InlineData(FaultModels.CompleteLanguage)]
    [InlineData(FaultModels.Tags)]
    public void A_bundle_without_a_fault_is_verified_and_what_was_not_compared_is_named(string model)
    {
        var report = BundleVerification.Run(models.Bundle(model), GoldenReplay.DefaultTolerance, CancellationToken.None);

        Assert.True(report.Passed, report.Checks.FirstOrDefault(check => !check.Passed)?.Failure);
        Assert.Equal("anything with the trainer: the bundle has no golden pack", report.NotCompared[0]);
        Assert.All(report.NotCompared.Skip(1), part => Assert.StartsWith("text-generate-greedy.onnx: the texts of ", part, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(FaultModels.Plain)]
    [InlineData(FaultModels.Language)]
    [InlineData(FaultModels.Classes)]
    [InlineData(FaultModels.Tags)]
    public void Weights_of_the_trainer_that_are_no_numbers_are_a_finding_and_not_the_end_of_the_comparison(string model)
    {
        var report = models.CompareWithOtherWeights(model, weights => weights.Single(pair => pair.Key is OutputNames.Bias or "output.head.weight").Value[0] = float.NaN);

        Assert.False(report.Passed);
        Assert.StartsWith("the bundle was exported from other weights: ", report.Failure, StringComparison.Ordinal);
        var first = report.Checks.First(check => !check.Passed).Failure;
        Assert.Contains("in float64 NaN", first, StringComparison.Ordinal);
        Assert.Contains("nothing to hold it against", first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultModels.Plain, GraphNames.Step)]
    [InlineData(FaultModels.Plain, GraphNames.GenerateGreedy)]
    [InlineData(FaultModels.Plain, GraphNames.GenerateBeam)]
    [InlineData(FaultModels.Plain, GraphNames.GenerateSample)]
    [InlineData(FaultModels.Classes, GraphNames.Score)]
    public void Weights_of_a_graph_that_are_no_numbers_are_a_finding_and_not_the_end_of_the_comparison(string model, string graph)
    {
        var (bundle, path) = (new FaultyBundle(models.Bundle(model)), models.NewPath());
        bundle.Weight("output.bias", (values, _) => values[0] = float.NaN, graph).Write(path);

        var report = models.Compare(model, path);

        Assert.False(report.Passed);
        Assert.NotNull(report.Failure);
    }
}
