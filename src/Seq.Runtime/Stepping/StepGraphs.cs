using Seq.Model;

namespace Seq.Runtime;

/// <summary>What a model generates with: its step graph, step models that wait for calls, and the way prompts are read.</summary>
internal sealed class StepGraphs : IDisposable
{
    private readonly DeviceGraphs? _device; // Null where rows live in the processor's memory.

    internal StepGraphs(Bundle bundle, ModelSessions sessions)
    {
        var step = bundle.Graph(GraphNames.Step);
        var hasEncoder = bundle.Manifest.Graphs.TryGetValue(GraphNames.Encode, out var encode);
        Contract = new(bundle.PathOf(GraphNames.Step), step, encode);
        var (encoder, bind) = (hasEncoder ? sessions[GraphNames.Encode] : null, sessions.Provider.Provider == ExecutionProvider.Cpu);
        _device = sessions.OpenDevice(Contract);
        Pool = new(() => _device is { } device
            ? new DeviceStepModel(encoder, sessions[GraphNames.Step], Contract, device)
            : new OrtStepModel(encoder, sessions[GraphNames.Step], Contract, bind));
        Reader = bundle.Description is LanguageModelDescription ? new PromptReader(sessions, Contract, bundle) : null;
    }

    internal StepContract Contract { get; }

    internal StepModelPool Pool { get; }

    /// <summary>Reads prompts with whole-sequence operators; null for a model with an encoder.</summary>
    internal PromptReader? Reader { get; }

    public void Dispose()
    {
        Pool.Dispose();
        _device?.Dispose();
    }
}
