using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Seq.Runtime;

/// <summary>Reads a section of an app's configuration key by key, and takes down what is wrong with it.</summary>
/// <param name="section">The section.</param>
/// <remarks>By hand, for the binder of Microsoft.Extensions.Configuration passes over keys it does not know, and needs reflection or a generator in the app.</remarks>
internal sealed class SectionReader(IConfigurationSection section)
{
    private readonly List<string> _keys = [];
    private readonly List<string> _problems = [];

    /// <summary>A text that is not empty.</summary>
    internal string? Text(string key) => Value(key, "a text that is not empty", value => string.IsNullOrWhiteSpace(value) ? null : value);

    internal int? Number(string key, int least) => (int?)Number(key, least, int.MaxValue);

    internal long? LongNumber(string key, long least) => Number(key, least, long.MaxValue);

    internal bool? Flag(string key) => Value(key, "true or false", value => bool.TryParse(value, out var flag) ? flag : (bool?)null);

    internal ProviderPolicy? Provider(string key) => Value(key, ProviderPolicyConverter.Allowed, ProviderPolicyConverter.Read);

    /// <summary>The values of a section within.</summary>
    internal Dictionary<string, string>? Values(string key)
    {
        var found = Find(key);
        if (!found.Exists())
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var child in found.GetChildren())
        {
            if (child.Value is { } value)
            {
                values[child.Key] = value;
            }
            else
            {
                _problems.Add($"{child.Path} is a section; a value is allowed.");
            }
        }

        if (found.Value is { } text)
        {
            _problems.Add($"{found.Path} is '{text}'; a section of names and values is allowed.");
        }

        return values;
    }

    internal bool Has(string key) => section.GetSection(key).Exists();

    /// <summary>Takes down that a key is without effect, if it is there.</summary>
    internal void RefuseIfGiven(string key, string problem)
    {
        var found = section.GetSection(key);
        if (found.Exists())
        {
            _problems.Add($"{found.Path} is {(found.Value is { } value ? $"'{value}'" : "given")}, {problem}");
        }
    }

    /// <summary>Throws if anything is wrong: what was read, keys that nobody asked for, or what the options themselves find.</summary>
    /// <param name="more">Problems of the options as a whole.</param>
    /// <exception cref="SeqModelOptionsException">Something is wrong; the exception lists it all.</exception>
    internal void Check(IEnumerable<string> more)
    {
        var allowed = string.Join(", ", _keys);
        if (section.Value is { } text)
        {
            _problems.Add($"{section.Path} is '{text}'; a section with the keys {allowed} is allowed.");
        }

        _problems.AddRange(section.GetChildren()
            .Where(child => !_keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            .Select(child => $"{child.Path}{(child.Value is { } value ? $" is '{value}', but there" : ": there")} is no such key; {allowed} are allowed."));
        _problems.AddRange(more.Select(problem => $"{section.Path}: {problem}"));
        if (_problems.Count > 0)
        {
            throw new SeqModelOptionsException(_problems);
        }
    }

    private IConfigurationSection Find(string key)
    {
        _keys.Add(key);
        return section.GetSection(key);
    }

    private long? Number(string key, long least, long most) => Value(
        key,
        $"a whole number from {least}",
        value => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : (long?)null);

    /// <summary>A value, or null when it is left out or wrong.</summary>
    private T? Value<T>(string key, string allowed, Func<string, T?> read)
    {
        var found = Find(key);
        if (found.GetChildren().Any())
        {
            _problems.Add($"{found.Path} is a section; {allowed} is allowed.");
            return default;
        }

        if (found.Value is not { } value)
        {
            return default;
        }

        var result = read(value);
        if (result is null)
        {
            _problems.Add($"{found.Path} is '{value}'; {allowed} is allowed.");
        }

        return result;
    }
}
