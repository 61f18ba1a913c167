using System.Collections.ObjectModel;
using System.ComponentModel;

namespace Seq.Runtime;

/// <summary>Where the graphs shall run, and what happens when that place does not exist.</summary>
/// <remarks>
/// A text converts to it: <c>cpu</c>, <c>cuda</c>, <c>prefer-cuda</c>, or the name of another provider, with <c>prefer-</c> in front where the
/// processor may take its place.
/// </remarks>
[TypeConverter(typeof(ProviderPolicyConverter))]
public sealed record ProviderPolicy
{
    internal const string CpuName = "CPU";
    internal const string CudaName = "CUDA";

    private ProviderPolicy(ExecutionProvider provider, string name, bool required) => (Provider, Name, Required) = (provider, name, required);

    /// <summary>The processor, which is always there; a new policy each time, so that what is bound to it reaches nobody else.</summary>
    public static ProviderPolicy Cpu => new(ExecutionProvider.Cpu, CpuName, required: true);

    /// <summary>What shall run the graphs.</summary>
    public ExecutionProvider Provider { get; }

    /// <summary>Its name: <c>CPU</c>, <c>CUDA</c>, or what <see cref="Require"/> or <see cref="Prefer"/> was given.</summary>
    public string Name { get; }

    /// <summary>Whether opening a model fails when the provider is not there; otherwise the processor takes its place.</summary>
    public bool Required { get; }

    /// <summary>The GPU of CUDA, from 0. Other providers are told by their own <see cref="Options"/>.</summary>
    public int DeviceId { get; private init; }

    /// <summary>The most memory on the GPU, in bytes, that each graph may take; null for no limit. For CUDA.</summary>
    public long? MemoryLimit { get; private init; }

    /// <summary>Further options in ONNX Runtime's words, passed on as they are; they win over <see cref="DeviceId"/> and <see cref="MemoryLimit"/>.</summary>
    public IReadOnlyDictionary<string, string> Options { get; private init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// Whether nodes that the provider cannot run may run on the processor, as ONNX Runtime does without a word. False makes opening the
    /// model fail instead.
    /// </summary>
    /// <value>True by default.</value>
    public bool AllowCpuNodes { get; init; } = true;

    /// <summary>CUDA or nothing: without it, opening a model throws <see cref="ProviderNotAvailableException"/>.</summary>
    /// <param name="deviceId">The GPU, from 0.</param>
    /// <param name="memoryLimit">The most memory on the GPU, in bytes, that each graph may take; null for no limit.</param>
    /// <param name="options">Further options of ONNX Runtime's CUDA provider, such as <c>use_tf32</c>; null for none.</param>
    public static ProviderPolicy RequireCuda(int deviceId = 0, long? memoryLimit = null, IReadOnlyDictionary<string, string>? options = null) =>
        Cuda(required: true, deviceId, memoryLimit, options);

    /// <summary>CUDA if it is there; otherwise the processor, which is logged and reported in <see cref="SeqModel.ProviderUsed"/>.</summary>
    /// <param name="deviceId">The GPU, from 0.</param>
    /// <param name="memoryLimit">The most memory on the GPU, in bytes, that each graph may take; null for no limit.</param>
    /// <param name="options">Further options of ONNX Runtime's CUDA provider, such as <c>use_tf32</c>; null for none.</param>
    public static ProviderPolicy PreferCuda(int deviceId = 0, long? memoryLimit = null, IReadOnlyDictionary<string, string>? options = null) =>
        Cuda(required: false, deviceId, memoryLimit, options);

    /// <summary>A provider by its name, or nothing: without it, opening a model throws <see cref="ProviderNotAvailableException"/>.</summary>
    /// <param name="name">The name that ONNX Runtime's <c>AppendExecutionProvider</c> takes: <c>CoreML</c>, <c>DML</c>, <c>OpenVINO</c>, <c>XNNPACK</c>, …</param>
    /// <param name="options">The provider's options, passed on as they are; null for none.</param>
    public static ProviderPolicy Require(string name, IReadOnlyDictionary<string, string>? options = null) => Named(name, required: true, options);

    /// <summary>A provider by its name if it is there; otherwise the processor, which is logged and reported in <see cref="SeqModel.ProviderUsed"/>.</summary>
    /// <param name="name">The name that ONNX Runtime's <c>AppendExecutionProvider</c> takes: <c>CoreML</c>, <c>DML</c>, <c>OpenVINO</c>, <c>XNNPACK</c>, …</param>
    /// <param name="options">The provider's options, passed on as they are; null for none.</param>
    public static ProviderPolicy Prefer(string name, IReadOnlyDictionary<string, string>? options = null) => Named(name, required: false, options);

    /// <summary>The same provider with these options.</summary>
    internal ProviderPolicy With(int deviceId, long? memoryLimit, IReadOnlyDictionary<string, string>? options, bool allowCpuNodes) =>
        this with { DeviceId = deviceId, MemoryLimit = memoryLimit, Options = Copy(options), AllowCpuNodes = allowCpuNodes };

    internal IEnumerable<string> FindProblems()
    {
        if (DeviceId < 0)
        {
            yield return $"Provider.DeviceId is {DeviceId}; GPUs are counted from 0.";
        }

        if (MemoryLimit is < 1)
        {
            yield return $"Provider.MemoryLimit is {MemoryLimit} bytes; it must be at least 1. Leave it null for no limit.";
        }

        if (string.IsNullOrWhiteSpace(Name))
        {
            yield return "Provider.Name is empty; give the name of an execution provider, or use ProviderPolicy.Cpu.";
        }

        if (Name.Equals(CudaName, StringComparison.OrdinalIgnoreCase) && Provider == ExecutionProvider.Named)
        {
            yield return "Provider.Name is CUDA; use ProviderPolicy.RequireCuda or PreferCuda, which keep states on the device.";
        }

        if (!AllowCpuNodes && Provider == ExecutionProvider.Cpu)
        {
            yield return "Provider.AllowCpuNodes is false on the CPU, where no node could run. Choose another provider or leave it out.";
        }
    }

    private static ProviderPolicy Cuda(bool required, int deviceId, long? memoryLimit, IReadOnlyDictionary<string, string>? options) =>
        new(ExecutionProvider.Cuda, CudaName, required) { DeviceId = deviceId, MemoryLimit = memoryLimit, Options = Copy(options) };

    private static ProviderPolicy Named(string name, bool required, IReadOnlyDictionary<string, string>? options)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(ExecutionProvider.Named, name, required) { Options = Copy(options) };
    }

    private static ReadOnlyDictionary<string, string> Copy(IReadOnlyDictionary<string, string>? options) =>
        options is null ? ReadOnlyDictionary<string, string>.Empty : new(new Dictionary<string, string>(options, StringComparer.Ordinal));
}
