using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>The loaded graphs of a bundle, shared by all calls. The graphs that every decode needs are loaded at once, the others when first asked for.</summary>
internal sealed partial class ModelSessions : IDisposable
{
    private static readonly string[] LoadedAtOnce = [GraphNames.Encode, GraphNames.Step];
    private static readonly string[] LoadedAtOnceWithoutSteps = [GraphNames.Score];

    private readonly Bundle _bundle;
    private readonly SeqModelOptions _options;
    private readonly Action<SessionOptions, ProviderPolicy> _addProvider;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, GraphSession> _graphs = new(StringComparer.Ordinal);

    private bool _isOpen;

    private ModelSessions(Bundle bundle, SeqModelOptions options, ProviderReport provider, Action<SessionOptions, ProviderPolicy> addProvider) =>
        (_bundle, _options, Provider, _addProvider) = (bundle, options, provider, addProvider);

    /// <summary>Where the graphs run.</summary>
    internal ProviderReport Provider { get; }

    /// <summary>Loads the graphs where the options say.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="options">Where, and how.</param>
    /// <param name="addProvider">Adds the provider to the options of a session; null for <see cref="ProviderSetup.AddTo"/>.</param>
    /// <exception cref="ModelFormatException">A graph cannot be loaded or is not what the manifest says.</exception>
    /// <exception cref="ProviderNotAvailableException">The provider is required and not there.</exception>
    internal static ModelSessions Open(Bundle bundle, SeqModelOptions options, Action<SessionOptions, ProviderPolicy>? addProvider = null)
    {
        NativeRuntime.Start(options.Telemetry);
        var policy = options.Provider;
        try
        {
            return Load(bundle, options, new() { Provider = policy.Provider, Name = policy.Name, DeviceId = policy.DeviceId }, addProvider ?? ProviderSetup.AddTo);
        }
        catch (ProviderNotAvailableException exception) when (!policy.Required)
        {
            return OpenOnCpu(bundle, options, exception.Reason);
        }
    }

    /// <summary>Loads the graphs on the processor, because the provider that was preferred cannot be used.</summary>
    internal static ModelSessions OpenOnCpu(Bundle bundle, SeqModelOptions options, string reason)
    {
        var policy = options.Provider;
        if (options.Logger is { } logger)
        {
            LogFallback(logger, bundle.FolderPath, policy.Name, reason);
        }

        var cpu = new ProviderReport
        {
            Provider = ExecutionProvider.Cpu,
            Name = ProviderPolicy.Cpu.Name,
            Preferred = policy.Name,
            FallbackReason = reason,
        };
        return Load(bundle, options, cpu, ProviderSetup.AddTo);
    }

    /// <summary>The graph of that name, loaded now if it is not yet.</summary>
    /// <exception cref="ModelFormatException">The bundle has no such graph, or it cannot be loaded.</exception>
    internal GraphSession this[string name]
    {
        get
        {
            lock (_lock)
            {
                if (!_graphs.TryGetValue(name, out var graph))
                {
                    graph = Load(name);
                    _graphs.Add(name, graph);
                }

                return graph;
            }
        }
    }

    /// <summary>What keeps rows on the device that the graphs run on; null where they live in the processor's memory.</summary>
    /// <exception cref="ProviderNotAvailableException">The device gives no memory or refuses the graph that moves rows.</exception>
    internal DeviceGraphs? OpenDevice(StepContract contract)
    {
        if (!Provider.KeepsStateOnDevice)
        {
            return null;
        }

        try
        {
            var memory = new OrtMemoryInfo(OrtMemoryInfo.allocatorCUDA, OrtAllocatorType.DeviceAllocator, Provider.DeviceId, OrtMemType.Default);
            return new(contract, memory, this[GraphNames.Step].Session, CreateDeviceOptions);
        }
        catch (Exception exception) when (NativeFailure.Is(exception))
        {
            throw ProviderSetup.Unavailable(_options.Provider, exception);
        }
    }

    public void Dispose()
    {
        foreach (var graph in _graphs.Values)
        {
            graph.Dispose();
        }

        _graphs.Clear();
    }

    private static ModelSessions Load(Bundle bundle, SeqModelOptions options, ProviderReport provider, Action<SessionOptions, ProviderPolicy> addProvider)
    {
        var sessions = new ModelSessions(bundle, options, provider, addProvider);
        try
        {
            // A graph that is needed and not there is an error now, not at the first call.
            var hasSteps = bundle.Description is EncoderDecoderDescription or LanguageModelDescription;
            var hasEncoder = bundle.Description is EncoderDecoderDescription;
            string[] names = hasSteps ? [.. LoadedAtOnce.Where(name => hasEncoder || name != GraphNames.Encode)] : LoadedAtOnceWithoutSteps;
            foreach (var name in names)
            {
                _ = sessions[name];
            }

            bundle.Verify(names);
            sessions._isOpen = true;
            return sessions;
        }
        catch
        {
            sessions.Dispose();
            throw;
        }
    }

    private GraphSession Load(string name)
    {
        var graph = LoadAnywhere(name);
        if (!_isOpen)
        {
            return graph; // Opening checks the files of all its graphs together.
        }

        try
        {
            _bundle.Verify(name); // Long after the bundle was opened, its folder may hold another export.
            return graph;
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }

    private GraphSession LoadAnywhere(string name)
    {
        if (Provider.Provider == ExecutionProvider.Cpu)
        {
            return LoadOnCpu(name);
        }

        try
        {
            return LoadOnDevice(name);
        }
        catch (ProviderNotAvailableException exception) when (_isOpen && !_options.Provider.Required)
        {
            // In the midst of a call the others stay where they are: graphs loaded late take their tensors from the host and return them there.
            if (_options.Logger is { } logger)
            {
                LogLateFallback(logger, name, _bundle.FolderPath, _options.Provider.Name, exception.Reason);
            }

            return LoadOnCpu(name);
        }
    }

    private GraphSession LoadOnDevice(string name)
    {
        using var options = CreateDeviceOptions();
        try
        {
            return GraphSession.Load(_bundle, name, options);
        }
        catch (ModelFormatException exception) when (exception.InnerException is not null)
        {
            // The file or the device? A graph that loads on the processor is not at fault.
            LoadOnCpu(name).Dispose();
            throw ProviderSetup.Unavailable(_options.Provider, exception.InnerException);
        }
    }

    private SessionOptions CreateDeviceOptions()
    {
        var options = CreateOptions();
        try
        {
            _addProvider(options, _options.Provider);
            return options;
        }
        catch
        {
            options.Dispose();
            throw;
        }
    }

    private GraphSession LoadOnCpu(string name)
    {
        using var options = CreateOptions();
        return GraphSession.Load(_bundle, name, options);
    }

    private SessionOptions CreateOptions()
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = _options.IntraOpThreads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            EnableMemoryPattern = _options.MemoryPattern,
            EnableCpuMemArena = _options.MemoryArena,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", _options.Spinning ? "1" : "0");

        // The graphs of a bundle have a pool of threads each and run in turn: one must not spin while another works.
        options.AddSessionConfigEntry("session.force_spinning_stop", "1");
        return options;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Bundle} runs on the CPU although {Provider} was preferred: {Reason}")]
    private static partial void LogFallback(ILogger logger, string bundle, string provider, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The graph {Graph} of {Bundle} runs on the CPU although {Provider} was preferred: {Reason}")]
    private static partial void LogLateFallback(ILogger logger, string graph, string bundle, string provider, string reason);
}
