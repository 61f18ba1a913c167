using Microsoft.ML.OnnxRuntime;

namespace Seq.Runtime.Tests;

/// <summary>Choosing a provider: by name, with options, and what is said when it is not there.</summary>
public sealed class ProviderTests(Bundles bundles) : IClassFixture<Bundles>
{
    private const string NoSuchProvider = "Abacus";

    [Fact]
    public void A_required_provider_that_is_not_there_is_an_error_that_names_it_and_what_there_is()
    {
        var exception = Assert.Throws<ProviderNotAvailableException>(() =>
            SeqModel.Open(bundles.Attention, new() { Provider = ProviderPolicy.Require(NoSuchProvider) }));

        Assert.Equal((ExecutionProvider.Named, NoSuchProvider), (exception.Provider, exception.Name));
        Assert.StartsWith("Abacus was required, but", exception.Message, StringComparison.Ordinal);
        Assert.Contains("CPUExecutionProvider", exception.Message);
    }

    [Fact]
    public void A_preferred_provider_that_is_not_there_falls_back_and_reports()
    {
        using var model = SeqModel.Open(bundles.Attention, new() { Provider = ProviderPolicy.Prefer(NoSuchProvider, new Dictionary<string, string> { ["beads"] = "10" }) });

        Assert.Equal((ExecutionProvider.Cpu, "CPU", NoSuchProvider), (model.ProviderUsed.Provider, model.ProviderUsed.Name, model.ProviderUsed.Preferred));
        Assert.StartsWith("CPU (Abacus was preferred: ", model.ProviderUsed.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(model.Generate("s1").Hypotheses);
    }

    [Fact]
    public void Options_of_cuda_reach_it_in_its_own_words_and_the_callers_win()
    {
        var policy = ProviderPolicy.RequireCuda(1, 1 << 20, new Dictionary<string, string> { ["use_tf32"] = "0", ["device_id"] = "3" });

        var values = ProviderSetup.CudaValues(policy);

        Assert.Equal(new() { ["device_id"] = "3", ["gpu_mem_limit"] = "1048576", ["use_tf32"] = "0" }, values);
    }

    [Fact]
    public void Policies_that_make_no_sense_are_refused()
    {
        ProviderPolicy[] policies =
        [
            ProviderPolicy.Require(""),
            ProviderPolicy.Prefer("cuda"),
            ProviderPolicy.Cpu with { AllowCpuNodes = false },
        ];

        Assert.All(policies, policy => Assert.Throws<SeqModelOptionsException>(() => SeqModel.Open(bundles.Attention, new() { Provider = policy })));
    }

    [Fact]
    public void The_graph_that_moves_rows_on_a_device_is_a_valid_model()
    {
        var state = new StepTensor("state", "next", null, 1, new("state", Seq.Model.GraphType.Float32, [2, "batch", 3]));
        using var options = new SessionOptions();
        using var gather = new RowGather([state], options);
        float[] source = [.. Enumerable.Range(0, 12).Select(i => (float)i)]; // [2, 2 rows, 3]
        var target = new float[18];                                         // [2, 3 rows, 3]
        using var run = new RunOptions();
        using var from = OrtValue.CreateTensorValueFromMemory(source, [2, 2, 3]);
        using var to = OrtValue.CreateTensorValueFromMemory(target, [2, 3, 3]);

        gather.Run(run, [from], [1, 1, 0], [to]);

        Assert.Equal([3, 4, 5, 3, 4, 5, 0, 1, 2, 9, 10, 11, 9, 10, 11, 6, 7, 8], target);
    }
}
