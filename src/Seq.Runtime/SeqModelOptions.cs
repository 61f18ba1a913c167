using Microsoft.Extensions.Logging;

namespace Seq.Runtime;

/// <summary>How a bundle is opened: on which device, with how many threads, with which memory.</summary>
/// <remarks>The defaults are the fastest ones measured for the small models that Seq is about; each says when to change it.</remarks>
public sealed record SeqModelOptions
{
    /// <summary>The options that are used when none are given; new ones each time, so that what is bound to them reaches nobody else.</summary>
    public static SeqModelOptions Default => new();

    /// <summary>Where the graphs run.</summary>
    /// <value>The CPU by default.</value>
    public ProviderPolicy Provider { get; init; } = ProviderPolicy.Cpu;

    /// <summary>Threads inside one call of a graph; 0 takes all cores.</summary>
    /// <value>
    /// From 0; 1 by default. A step with a hidden size up to 128 gains nothing from a second thread up to a batch of 32, and calls from
    /// several threads already use several cores. With a hidden size of 512, 2 threads make a step 1.5 to 1.9 times as fast.
    /// </value>
    public int IntraOpThreads { get; init; } = 1;

    /// <summary>Whether idle threads of a call spin before they sleep; without effect when <see cref="IntraOpThreads"/> is 1.</summary>
    /// <value>False by default: threads of several models that spin against each other cost more than they gain.</value>
    public bool Spinning { get; init; }

    /// <summary>Whether ONNX Runtime plans its memory once per input shape.</summary>
    /// <value>
    /// False by default: lengths vary, and each shape would be planned, and its plan kept. True makes a step of a tiny model (hidden size
    /// 16) 6% faster, of a larger one no more than 1%.
    /// </value>
    public bool MemoryPattern { get; init; }

    /// <summary>Whether ONNX Runtime keeps freed memory for its next call.</summary>
    /// <value>True by default; false gives memory back at once and makes a call slower.</value>
    public bool MemoryArena { get; init; } = true;

    /// <summary>Whether ONNX Runtime's telemetry stays as its build has it.</summary>
    /// <value>
    /// False by default: before the native library is first used, <c>ORT_DISABLE_TELEMETRY=1</c> is set in the process (unless the
    /// variable is set already), then telemetry events are switched off. Both hold for the whole process.
    /// </value>
    public bool Telemetry { get; init; }

    /// <summary>The name of the model in metrics, traces and logs.</summary>
    /// <value>Null, the default, takes the name of the bundle's folder.</value>
    public string? Name { get; init; }

    /// <summary>
    /// How many calls that generate, score, classify or tag work at the same time; further ones wait for their turn, those whose names end in Async without a thread, and a wait can be cancelled. Steps of
    /// sessions, <see cref="SeqModel.Graphs"/>, <see cref="SeqModel.WarmUp"/> and work for another model's call (<see cref="ModelComposition"/>) take no turn.
    /// </summary>
    /// <value>At least 1; null, the default, for any number. The number of cores keeps a busy server from working on more at once than it can.</value>
    public int? MaxConcurrentCalls { get; init; }

    /// <summary>
    /// The most inputs that one run of a graph works on, whatever the options of a call say. Each takes memory for its states, and for the logits of a
    /// step: 4 bytes for each entry of the vocabulary, times the beam size or the number of samples.
    /// </summary>
    /// <value>At least 1; null, the default, leaves it to the calls (<see cref="GenerateOptions.MaxBatchSize"/>).</value>
    public int? MaxBatchSize { get; init; }

    /// <summary>Receives what a caller may want to know, such as a fallback to another provider; null for nobody.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>The clock of what is logged later.</summary>
    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    private const int MostThreads = 1024; // ONNX Runtime starts them all.

    /// <summary>Checks the options.</summary>
    /// <exception cref="SeqModelOptionsException">Some are out of range; the exception lists them all.</exception>
    public void Validate()
    {
        string[] problems = [.. FindProblems()];
        if (problems.Length > 0)
        {
            throw new SeqModelOptionsException(problems);
        }
    }

    internal IEnumerable<string> FindProblems()
    {
        if (IntraOpThreads is < 0 or > MostThreads)
        {
            yield return $"IntraOpThreads is {IntraOpThreads}; it must be from 1 to {MostThreads}, or 0 for all cores.";
        }

        if (Spinning && IntraOpThreads == 1)
        {
            yield return "Spinning is set while IntraOpThreads is 1: a single thread never waits for another. Raise IntraOpThreads or leave Spinning out.";
        }

        if (MaxConcurrentCalls is < 1)
        {
            yield return $"MaxConcurrentCalls is {MaxConcurrentCalls}; it must be at least 1. Leave it null for any number.";
        }

        if (MaxBatchSize is < 1)
        {
            yield return $"MaxBatchSize is {MaxBatchSize}; it must be at least 1. Leave it null to let each call say.";
        }

        if (Name is { } name && string.IsNullOrWhiteSpace(name))
        {
            yield return "Name is empty; leave it null for the name of the bundle's folder.";
        }

        if (Provider is null)
        {
            yield return "Provider is null; use ProviderPolicy.Cpu.";
            yield break;
        }

        foreach (var problem in Provider.FindProblems())
        {
            yield return problem;
        }
    }
}
