using Microsoft.Extensions.Configuration;

namespace Seq.Runtime;

/// <content>Options from an app's configuration.</content>
public sealed partial class SeqModelHostOptions
{
    /// <summary>Reads options from a section of an app's configuration, such as one of appsettings.json.</summary>
    /// <remarks>
    /// The keys lie flat in the section: <c>BundlePath</c>, which is required; <c>Provider</c> (<c>cpu</c>, <c>cuda</c>, <c>prefer-cuda</c>, or another
    /// provider's name, with <c>prefer-</c> in front where the CPU may take its place), <c>DeviceId</c> and <c>MemoryLimit</c> (bytes) for CUDA,
    /// <c>ProviderOptions</c> (a section of names and values in ONNX Runtime's words) and <c>AllowCpuNodes</c> for any but the CPU; <c>IntraOpThreads</c>,
    /// <c>Spinning</c>, <c>MemoryPattern</c>, <c>MemoryArena</c>, <c>Telemetry</c>, <c>MaxConcurrentCalls</c> and <c>MaxBatchSize</c> as in
    /// <see cref="SeqModelOptions"/>; <c>WarmUpSteps</c> and <c>OpenAtStart</c> as in this class. What is left out has its default. Read once: later changes of the
    /// configuration are not followed. Needs no reflection, so that it works in trimmed apps.
    /// </remarks>
    /// <param name="section">The section.</param>
    /// <exception cref="SeqModelOptionsException">A key is unknown, or a value missing or out of range; the exception lists each with what is allowed.</exception>
    public static SeqModelHostOptions FromConfiguration(IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var reader = new SectionReader(section);
        var defaults = new SeqModelHostOptions();
        var model = defaults.Model;
        var options = new SeqModelHostOptions
        {
            BundlePath = reader.Text(nameof(BundlePath)),
            Model = new()
            {
                Provider = ReadProvider(reader),
                IntraOpThreads = reader.Number(nameof(model.IntraOpThreads), 0) ?? model.IntraOpThreads,
                Spinning = reader.Flag(nameof(model.Spinning)) ?? model.Spinning,
                MemoryPattern = reader.Flag(nameof(model.MemoryPattern)) ?? model.MemoryPattern,
                MemoryArena = reader.Flag(nameof(model.MemoryArena)) ?? model.MemoryArena,
                Telemetry = reader.Flag(nameof(model.Telemetry)) ?? model.Telemetry,
                MaxConcurrentCalls = reader.Number(nameof(model.MaxConcurrentCalls), 1),
                MaxBatchSize = reader.Number(nameof(model.MaxBatchSize), 1),
            },
            WarmUpSteps = reader.Number(nameof(WarmUpSteps), 0) ?? defaults.WarmUpSteps,
            OpenAtStart = reader.Flag(nameof(OpenAtStart)) ?? defaults.OpenAtStart,
        };
        reader.Check(options.FindProblems());
        return options;
    }

    private static ProviderPolicy ReadProvider(SectionReader reader)
    {
        const string provider = nameof(SeqModelOptions.Provider), deviceId = nameof(ProviderPolicy.DeviceId), memoryLimit = nameof(ProviderPolicy.MemoryLimit);
        const string allowCpuNodes = nameof(ProviderPolicy.AllowCpuNodes), providerOptions = "ProviderOptions";
        var (found, device, limit) = (reader.Provider(provider), reader.Number(deviceId, 0), reader.LongNumber(memoryLimit, 1));
        var (options, mayUseCpu) = (reader.Values(providerOptions), reader.Flag(allowCpuNodes));
        if (found is null && reader.Has(provider))
        {
            return ProviderPolicy.Cpu; // What belongs to a provider cannot be judged without it.
        }

        var policy = found ?? ProviderPolicy.Cpu;
        if (policy.Provider != ExecutionProvider.Cuda)
        {
            reader.RefuseIfGiven(deviceId, $"but {provider} is {policy.Name}; it is allowed for CUDA. Other providers take {providerOptions}.");
            reader.RefuseIfGiven(memoryLimit, $"but {provider} is {policy.Name}; it is allowed for CUDA. Other providers take {providerOptions}.");
        }

        if (policy.Provider == ExecutionProvider.Cpu)
        {
            reader.RefuseIfGiven(providerOptions, $"but {provider} is {policy.Name}, which takes none. Leave it out or choose another provider.");
        }

        return policy.With(device ?? 0, limit, options, mayUseCpu ?? true);
    }
}
