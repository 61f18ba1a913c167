using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Seq.Runtime.Tests;

/// <summary>Options of a model in an app's configuration: read in full or refused, and never shared.</summary>
public sealed class ConfigurationTests(Bundles bundles) : IClassFixture<Bundles>
{
    [Fact]
    public void Every_key_is_read()
    {
        var options = Read(
            ("BundlePath", bundles.Attention), ("Provider", "prefer-cuda"), ("DeviceId", "2"), ("MemoryLimit", "8589934592"), ("AllowCpuNodes", "false"),
            ("ProviderOptions:use_tf32", "0"), ("IntraOpThreads", "2"), ("Spinning", "true"), ("MemoryPattern", "True"), ("MemoryArena", "false"),
            ("Telemetry", "true"), ("MaxConcurrentCalls", "3"), ("MaxBatchSize", "16"), ("WarmUpSteps", "0"), ("OpenAtStart", "false"));

        Assert.Equal((bundles.Attention, 0, false), (options.BundlePath, options.WarmUpSteps, options.OpenAtStart));
        var model = options.Model;
        Assert.Equal((2, true, true, false, true), (model.IntraOpThreads, model.Spinning, model.MemoryPattern, model.MemoryArena, model.Telemetry));
        Assert.Equal((3, 16), (model.MaxConcurrentCalls, model.MaxBatchSize));
        var provider = model.Provider;
        Assert.Equal((ExecutionProvider.Cuda, false, 2, 8L << 30, false), (provider.Provider, provider.Required, provider.DeviceId, provider.MemoryLimit, provider.AllowCpuNodes));
        Assert.Equal([new("use_tf32", "0")], provider.Options);
    }

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var options = Read(("bundlepath", bundles.Attention), ("MaxBatchSize", null)); // Keys have no case; a null of JSON is left out.

        Assert.Equal(new SeqModelOptions(), options.Model);
        Assert.Equal((bundles.Attention, SeqModel.DefaultWarmUpSteps, true), (options.BundlePath, options.WarmUpSteps, options.OpenAtStart));
    }

    [Theory]
    [InlineData("cpu", ExecutionProvider.Cpu, "CPU", true)]
    [InlineData("CUDA", ExecutionProvider.Cuda, "CUDA", true)]
    [InlineData("prefer-cuda", ExecutionProvider.Cuda, "CUDA", false)]
    [InlineData("CoreML", ExecutionProvider.Named, "CoreML", true)]
    [InlineData("prefer-XNNPACK", ExecutionProvider.Named, "XNNPACK", false)]
    public void A_provider_is_a_word(string word, ExecutionProvider provider, string name, bool required)
    {
        var policy = Read(("BundlePath", bundles.Attention), ("Provider", word)).Model.Provider;

        Assert.Equal((provider, name, required), (policy.Provider, policy.Name, policy.Required));
    }

    [Fact]
    public void Every_problem_is_listed_with_its_key_its_value_and_what_is_allowed()
    {
        var exception = Assert.Throws<SeqModelOptionsException>(() => Read(
            ("Path", "models/digits"), ("Provider", "cuda:1"), ("DeviceId", "-1"), ("IntraOpThreads", "two"), ("Spinning", "yes"), ("MaxConcurrentCalls", "0"),
            ("MaxBatchSize:Default", "4"), ("ProviderOptions", "use_tf32"), ("WarmUpSteps", ""), ("Model:IntraOpThreads", "2")));

        const string keys =
            "BundlePath, Provider, DeviceId, MemoryLimit, ProviderOptions, AllowCpuNodes, IntraOpThreads, Spinning, MemoryPattern, MemoryArena, Telemetry, "
            + "MaxConcurrentCalls, MaxBatchSize, WarmUpSteps, OpenAtStart are allowed.";
        Assert.Equal(
            [
                "Models:Digits:Provider is 'cuda:1'; cpu, cuda, prefer-cuda, or the name of another provider of ONNX Runtime (CoreML, DML, OpenVINO, XNNPACK, …), "
                    + "with prefer- in front where the CPU may take its place is allowed.",
                "Models:Digits:DeviceId is '-1'; a whole number from 0 is allowed.",
                "Models:Digits:ProviderOptions is 'use_tf32'; a section of names and values is allowed.",
                "Models:Digits:IntraOpThreads is 'two'; a whole number from 0 is allowed.",
                "Models:Digits:Spinning is 'yes'; true or false is allowed.",
                "Models:Digits:MaxConcurrentCalls is '0'; a whole number from 1 is allowed.",
                "Models:Digits:MaxBatchSize is a section; a whole number from 1 is allowed.",
                "Models:Digits:WarmUpSteps is ''; a whole number from 0 is allowed.",
                "Models:Digits:Model: there is no such key; " + keys,
                "Models:Digits:Path is 'models/digits', but there is no such key; " + keys,
                "Models:Digits: BundlePath is not set; give the folder of a bundle.",
            ],
            exception.Problems);
    }

    [Fact]
    public void Options_without_effect_are_refused()
    {
        var onCpu = Assert.Throws<SeqModelOptionsException>(() => Read(
            ("BundlePath", bundles.Attention), ("DeviceId", "0"), ("MemoryLimit", "1024"), ("ProviderOptions:use_tf32", "0"), ("AllowCpuNodes", "false"), ("Spinning", "true")));
        var elsewhere = Assert.Throws<SeqModelOptionsException>(() => Read(("BundlePath", bundles.Attention), ("Provider", "CoreML"), ("DeviceId", "1")));

        Assert.Equal(5, onCpu.Problems.Count);
        Assert.Equal(
            ["Models:Digits:DeviceId is '1', but Provider is CoreML; it is allowed for CUDA. Other providers take ProviderOptions."], elsewhere.Problems);
    }

    [Theory]
    [InlineData("Models:Digits", "models/digits")]
    [InlineData("Other", "x")]
    public void A_section_that_is_none_is_refused(string key, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();

        var exception = Assert.Throws<SeqModelOptionsException>(() => new ServiceCollection().AddSeqModel("digits", configuration.GetSection("Models:Digits")));

        Assert.Contains("Models:Digits: BundlePath is not set; give the folder of a bundle.", exception.Problems);
    }

    [Fact]
    public async Task A_model_is_registered_with_a_section()
    {
        var services = new ServiceCollection();
        services.AddSeqModel("configured", Section(("BundlePath", bundles.Attention), ("MaxConcurrentCalls", "1")));
        await using var provider = services.BuildServiceProvider();

        var model = provider.GetRequiredService<SeqModelHost>().Current;

        Assert.Equal(("configured", 1), (model.Name, model.Options.MaxConcurrentCalls));
    }

    [Fact]
    public void What_a_binder_writes_reaches_nobody_else()
    {
        var options = new SeqModelHostOptions();
        var section = Section(
            ("BundlePath", bundles.Attention), ("Model:IntraOpThreads", "2"), ("Model:MaxConcurrentCalls", "1"), ("Model:Provider:AllowCpuNodes", "false"),
            ("Request:TimeBudget", "00:00:01"));

        section.Bind(options);
        section.Bind(new GenerateOptions());
        section.GetSection("Model").Bind(SeqModelOptions.Default);

        Assert.Equal((2, 1, false), (options.Model.IntraOpThreads, options.Model.MaxConcurrentCalls, options.Model.Provider.AllowCpuNodes));
        Assert.Equal((1, null, true), (SeqModelOptions.Default.IntraOpThreads, SeqModelOptions.Default.MaxConcurrentCalls, ProviderPolicy.Cpu.AllowCpuNodes));
        Assert.Equal(new SeqModelOptions(), new SeqModelHostOptions().Model);
        Assert.Null(GenerateOptions.Default.Request.TimeBudget);
    }

    [Fact]
    public void A_binder_does_not_pass_over_a_provider()
    {
        var options = new SeqModelHostOptions();

        Section(("Model:Provider", "prefer-cuda")).Bind(options);

        Assert.Equal((ExecutionProvider.Cuda, false), (options.Model.Provider.Provider, options.Model.Provider.Required));
        var exception = Assert.Throws<InvalidOperationException>(() => Section(("Model:Provider", "gpu 0")).Bind(options));
        Assert.Contains("cpu, cuda, prefer-cuda", exception.InnerException!.Message);
    }

    [Fact]
    public void A_model_bounds_the_batches_of_its_calls()
    {
        using var model = SeqModel.Open(bundles.Attention, new() { MaxBatchSize = 2 });
        using var free = SeqModel.Open(bundles.Attention);
        var sources = Bundles.Sources(5, seed: 61);
        var largest = new Largest();
        var expected = free.GenerateTokensBatch(sources);

        var results = model.GenerateTokensBatch(sources, new() { Request = new() { Observer = largest } });

        Assert.Equal(2, largest.AtOneStep);
        Assert.All(Enumerable.Range(0, 5), i => RowIndependenceTests.AssertSame(expected[i], results[i]));
        Assert.Single(Assert.Throws<SeqModelOptionsException>(() => SeqModel.Open(bundles.Attention, new() { MaxBatchSize = 0 })).Problems);
    }

    private static SeqModelHostOptions Read(params (string Key, string? Value)[] values) => SeqModelHostOptions.FromConfiguration(Section(values));

    private static IConfigurationSection Section(params (string Key, string? Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(pair => new KeyValuePair<string, string?>($"Models:Digits:{pair.Key}", pair.Value)))
        .Build()
        .GetSection("Models:Digits");

    /// <summary>The most tokens that come one after the other for one step, which is how many rows ran together.</summary>
    private sealed class Largest : Seq.Decoding.IDecodingObserver
    {
        private int _step = -1;
        private int _count;

        internal int AtOneStep { get; private set; }

        public bool OnToken(in Seq.Decoding.AcceptedToken token)
        {
            _count = token.Step == _step ? _count + 1 : 1;
            (_step, AtOneStep) = (token.Step, Math.Max(AtOneStep, _count));
            return true;
        }
    }
}
