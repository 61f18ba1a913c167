using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
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
    public async Task A_stream_keeps_its_model_while_bundles_are_swapped()
    {
        await using var host = SeqModelHost.Open(new() { BundlePath = bundles.Endless });
        var options = new GenerateOptions { Search = host.Current.DefaultSearch with { MaxLength = 50_000_000 } };
        var stream = host.GenerateStream("s1 s2", options).GetAsyncEnumerator();
        var ofHost = host.Use(model => model.GenerateStream("s1 s2 s3"));
        Assert.True(await stream.MoveNextAsync());

        var swap = await host.SwapAsync(Plain);

        for (var piece = 0; piece < 20; piece++)
        {
            Assert.True(await stream.MoveNextAsync());
        }

        Assert.False(swap.Drained.IsCompleted);
        await stream.DisposeAsync();
        await swap.Drained.WaitAsync(TimeSpan.FromSeconds(60));

        // A stream that was not read before the swap comes from the new model.
        var text = "";
        await foreach (var piece in ofHost)
        {
            text += piece.Text;
        }

        Assert.Equal(host.Use(model => model.Generate("s1 s2 s3").Text), text);
        Assert.Throws<InvalidInputException>(() => host.GenerateStream(""));
        host.Dispose();
        Assert.Throws<ObjectDisposedException>(() => host.GenerateStream("s1"));
    }

    [Fact]
    public async Task A_call_that_returns_a_task_keeps_its_model_until_the_task_has_ended()
    {
        await using var host = SeqModelHost.Open(new() { BundlePath = bundles.Attention });
        var goOn = new TaskCompletionSource();
        var call = host.UseAsync(async model =>
        {
            await goOn.Task;
            return await model.GenerateAsync("s1 s2");
        });

        var swap = await host.SwapAsync(Plain);
        Assert.False(swap.Drained.IsCompleted);
        goOn.SetResult();

        using var old = SeqModel.Open(bundles.Attention);
        RowIndependenceTests.AssertSame(old.Generate("s1 s2"), await call);
        await swap.Drained.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_model_is_open_when_the_app_has_started_unless_it_shall_not_be()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var made = new List<string>();
        builder.Services.AddSeqModel("eager", (_, options) => Set(options, "eager", atStart: true));
        builder.Services.AddSeqModel("lazy", (_, options) => Set(options, "lazy", atStart: false));
        builder.Services.AddSingleton<ILoggerProvider>(new LogLines(made));
        using var app = builder.Build();

        await app.StartAsync();

        Assert.Equal(["options of eager", "Model 'eager' (encoder-decoder) opened", "options of lazy"], made);
        Assert.Equal("lazy", app.Services.GetRequiredKeyedService<SeqModelHost>("lazy").Name);
        Assert.Equal(4, made.Count);
        await app.StopAsync();

        void Set(SeqModelHostOptions options, string model, bool atStart)
        {
            made.Add($"options of {model}");
            (options.BundlePath, options.OpenAtStart) = (Plain, atStart);
        }
    }

    [Fact]
    public async Task An_app_whose_model_cannot_be_opened_does_not_start()
    {
        var damaged = bundles.CopyOf(Plain);
        File.AppendAllText(Path.Combine(damaged, "step.onnx"), "x");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSeqModel("damaged", options => options.BundlePath = damaged);
        using var app = builder.Build();

        var exception = await Assert.ThrowsAsync<ModelFormatException>(() => app.StartAsync());

        Assert.Contains("step.onnx", exception.Message);
    }

    [Fact]
    public void A_folder_without_a_bundle_is_refused_when_it_is_registered()
    {
        var missing = bundles.NewPath();

        var exception = Assert.Throws<SeqModelOptionsException>(() => new ServiceCollection().AddSeqModel("gone", options => options.BundlePath = missing));

        Assert.Equal([$"BundlePath is '{missing}', but there is no seq.json in {missing}; give the folder of a bundle."], exception.Problems);
    }

    [Fact]
    public async Task A_model_that_cannot_be_opened_is_unhealthy_until_it_can()
    {
        var damaged = bundles.CopyOf(Plain);
        var file = Path.Combine(damaged, "step.onnx");
        var sound = File.ReadAllBytes(file);
        File.AppendAllText(file, "x");
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSeqModel("model", options => (options.BundlePath, options.OpenAtStart) = (damaged, false));
        services.AddHealthChecks().Add(SeqModelHealthCheck.For("model"));
        await using var provider = services.BuildServiceProvider();
        var health = provider.GetRequiredService<HealthCheckService>();

        var before = (await health.CheckHealthAsync()).Entries["model"];
        File.WriteAllBytes(file, sound);
        var after = (await health.CheckHealthAsync()).Entries["model"];

        Assert.Equal(HealthStatus.Unhealthy, before.Status);
        Assert.Contains("step.onnx", before.Description);
        Assert.Equal(HealthStatus.Healthy, after.Status);
    }

    [Fact]
    public async Task A_model_that_fell_back_is_degraded()
    {
        await using var host = SeqModelHost.Open(new() { BundlePath = Plain, Model = new() { Provider = ProviderPolicy.PreferCuda(4242) } });

        var result = await new SeqModelHealthCheck(host).CheckHealthAsync(new());

        Assert.Equal(HealthStatus.Degraded, result.Status);
        Assert.StartsWith("CPU (CUDA was preferred", (string)result.Data["provider"], StringComparison.Ordinal);
    }

    /// <summary>Takes down that models were opened.</summary>
    private sealed class LogLines(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = formatter(state, exception);
            if (line.IndexOf(" from ", StringComparison.Ordinal) is > 0 and var end)
            {
                lines.Add(line[..end]);
            }
        }

        public void Dispose()
        {
        }
    }
}
