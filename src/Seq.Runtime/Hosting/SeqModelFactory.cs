using Microsoft.Extensions.DependencyInjection;

namespace Seq.Runtime;

/// <summary>Finds models among the keyed services of the app.</summary>
internal sealed class SeqModelFactory(IServiceProvider services, IEnumerable<SeqModelRegistration> registrations) : ISeqModelFactory
{
    public IReadOnlyList<string> Names { get; } = [.. registrations.Select(registration => registration.Name)];

    public SeqModelHost Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Names.Contains(name, StringComparer.Ordinal)
            ? services.GetRequiredKeyedService<SeqModelHost>(name)
            : throw new KeyNotFoundException($"No model was registered as '{name}', only {string.Join(", ", Names)}. Call services.AddSeqModel(\"{name}\", …).");
    }
}
