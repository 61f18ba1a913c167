using System.Globalization;
using System.Reflection;

namespace Seq.Train;

/// <summary>The signature of a text metric: how many references, which options, whose implementation.</summary>
internal sealed class MetricSignature
{
    private int? _references;
    private bool _varying;

    /// <summary>Version of this implementation; never taken for sacreBLEU's own.</summary>
    internal static string Version { get; } =
        $"seq-{typeof(MetricSignature).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";

    /// <summary>Counts the references of a sentence.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal void Count(IReadOnlyList<string> references)
    {
        ArgumentNullException.ThrowIfNull(references);
        if (references.Count == 0)
        {
            throw new ArgumentException("A sentence needs at least one reference.", nameof(references));
        }

        _varying |= _references is { } before && before != references.Count;
        _references = references.Count;
    }

    internal string Of(params ReadOnlySpan<(string Name, string Value)> options)
    {
        var references = _varying ? "var" : (_references ?? 0).ToString(CultureInfo.InvariantCulture);
        var parts = new List<string> { $"nrefs:{references}" };
        foreach (var (name, value) in options)
        {
            parts.Add($"{name}:{value}");
        }

        return string.Join('|', [.. parts, $"version:{Version}"]);
    }
}
