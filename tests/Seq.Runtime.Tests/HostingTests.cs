using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Seq.Model;

namespace Seq.Runtime.Tests;

/// <summary>Models as services of an app: found by name, exchanged under load, asked for their health.</summary>
public sealed class HostingTests(Bundles bundles) : IClassFixture<Bundles>
{
    private string Plain => bundles.Of(Bundles.Describe(CellKind.Gru));

    [Fact]
    public async Task Models_are_found_by_key_by_name_and_the_first_one_without_either()
    {
        var services = new ServiceCollection();
        services.AddSeqModel("first", options => options.BundlePath = bundles.Attention);
        services.AddSeqModel("second", (_, options) => options.BundlePath = Plain);
        await using var provider = services.BuildServiceProvider();

        var factory = provider.GetRequiredService<ISeqModelFactory>();

        Assert.Equal(["first", "second"], factory.Names);
        Assert.Same(provider.GetRequiredKeyedService<SeqModelHost>("first"), provider.GetRequiredService<SeqModelHost>());
        Assert.Same(provider.GetRequiredKeyedService<SeqModelHost>("second"), factory.Get("second"));
        Assert.Equal("second", factory.Get("second").Current.Name);
        Assert.Contains("first, second", Assert.Throws<KeyNotFoundException>(() => factory.Get("third")).Message);
    }

    [Fact]
    public void Options_are_checked_when_the_app_starts_and_every_problem_is_listed()
    {
        var services = new ServiceCollection();

        var exception = Assert.Throws<SeqModelOptionsException>(() =>
            services.AddSeqModel("bad", options => (options.WarmUpSteps, options.Model) = (-1, new() { IntraOpThreads = -2, MaxConcurrentCalls = 0 })));

        Assert.Equal(4, exception.Problems.Count);
        services.AddSeqModel("good", options => options.BundlePath = Plain);
        Assert.Throws<ArgumentException>(() => services.AddSeqModel("good", options => options.BundlePath = Plain));
        Assert.Throws<ArgumentException>(() => services.AddSeqModel(" ", options => options.BundlePath = Plain));
    }

    [Fact]
    public async Task A_swap_gives_new_calls_the_new_model_and_lets_old_ones_finish()
    {
        await using var host = SeqModelHost.Open(new() { BundlePath = bundles.Attention });
        var lease = host.Lend();
        var expected = lease.Model.Generate("s1 s2 s3");

        var swap = await host.SwapAsync(Plain);

        Assert.Equal((bundles.Attention, Plain), (swap.OldBundle, swap.NewBundle));
        Assert.Equal(Plain, host.Use(model => model.BundlePath));
        Assert.False(swap.Drained.IsCompleted);
        RowIndependenceTests.AssertSame(expected, lease.Model.Generate("s1 s2 s3"));
        lease.Dispose();
        lease.Dispose();
        await swap.Drained.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Throws<ObjectDisposedException>(() => lease.Model.Generate("s1"));
        Assert.Equal(1, host.Swaps);
    }

    [Fact]
    public async Task Swaps_under_load_fail_no_call()
    {
        await using var host = SeqModelHost.Open(new() { BundlePath = bundles.Attention });
        using var over = new CancellationTokenSource();
        var calls = 0;
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (!over.IsCancellationRequested)
            {
                Assert.NotEmpty(host.Use(model => model.Generate("s1 s2 s3")).Hypotheses);
                Interlocked.Increment(ref calls);
            }
        })).ToArray();

        var drained = new List<Task>();
        for (var swap = 0; swap < 6; swap++)
        {
            var before = Volatile.Read(ref calls);
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref calls) > before + 4, TimeSpan.FromSeconds(60)));
            drained.Add((await host.SwapAsync(swap % 2 == 0 ? Plain : bundles.Attention)).Drained);
        }

        await over.CancelAsync();
        await Task.WhenAll(callers);
        await Task.WhenAll(drained).WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_swap_that_fails_leaves_the_old_model_and_the_health_check_tells()
    {
        var services = new ServiceCollection();
        services.AddSeqModel("model", options => options.BundlePath = Plain);
        await using var provider = services.BuildServiceProvider();
        var host = provider.GetRequiredService<SeqModelHost>();
        var damaged = bundles.CopyOf(Plain);
        File.AppendAllText(Path.Combine(damaged, "step.onnx"), "x");
        var check = SeqModelHealthCheck.For("model", ["ready"]);
        Task<HealthCheckResult> Check() => check.Factory(provider).CheckHealthAsync(new() { Registration = check });

        Assert.Equal(HealthStatus.Healthy, (await Check()).Status);
        await Assert.ThrowsAsync<ModelFormatException>(() => host.SwapAsync(damaged));

        Assert.Equal(Plain, host.Current.BundlePath);
        Assert.NotEmpty(host.Use(model => model.Generate("s1")).Hypotheses);
        var after = await Check();
        Assert.Equal(HealthStatus.Degraded, after.Status);
        Assert.Contains("step.onnx", after.Description);
        await host.SwapAsync(bundles.Attention);
        Assert.Equal(HealthStatus.Healthy, (await Check()).Status);
        host.Dispose();
        Assert.Equal(HealthStatus.Unhealthy, (await Check()).Status);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => host.SwapAsync(Plain));
        Assert.Throws<ObjectDisposedException>(() => host.Lend());
    }

    [Fact]
    public async Task A_model_that_fell_back_is_degraded()
    {
        await using var host = SeqModelHost.Open(new() { BundlePath = Plain, Model = new() { Provider = ProviderPolicy.PreferCuda(4242) } });

        var result = await new SeqModelHealthCheck(host).CheckHealthAsync(new());

        Assert.Equal(HealthStatus.Degraded, result.Status);
        Assert.StartsWith("CPU (CUDA was preferred", (string)result.Data["provider"], StringComparison.Ordinal);
    }
}
