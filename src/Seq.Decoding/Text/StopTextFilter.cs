using System.Text;

namespace Seq.Decoding.Text;

/// <summary>Lets text through up to the first of some stop strings, and holds back what might still become one.</summary>
/// <remarks>Comparison is ordinal. Of stop strings that end with the same character, the one that begins first counts.</remarks>
public sealed class StopTextFilter
{
    private readonly string[] _stops;
    private readonly StringBuilder _held = new();

    /// <param name="stops">The stop strings.</param>
    /// <exception cref="ArgumentException">A stop string is null or empty.</exception>
    public StopTextFilter(IEnumerable<string> stops)
    {
        ArgumentNullException.ThrowIfNull(stops);
        _stops = [.. stops];
        if (_stops.Any(string.IsNullOrEmpty))
        {
            throw new ArgumentException("A stop string is empty; it would stop before the first character.", nameof(stops));
        }
    }

    /// <summary>The stop string that was found; null while there is none.</summary>
    public string? Found { get; private set; }

    /// <summary>Takes a piece of text.</summary>
    /// <param name="text">The next piece, of any length.</param>
    /// <returns>The text that certainly comes before any stop string and was not given before; empty from the first stop string on.</returns>
    public string Add(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var from = _held.Length;
        if (Found is not null)
        {
            return "";
        }

        _held.Append(text);
        var all = _held.ToString();
        for (var end = from + 1; end <= all.Length; end++)
        {
            if (_stops.Where(stop => all.AsSpan(0, end).EndsWith(stop, StringComparison.Ordinal)).MaxBy(stop => stop.Length) is { } found)
            {
                Found = found;
                _held.Clear();
                return all[..(end - found.Length)];
            }
        }

        var certain = all.Length - _stops.Select(stop => Overlap(all, stop)).DefaultIfEmpty(0).Max();
        _held.Remove(0, certain);
        return all[..certain];
    }

    /// <summary>Says that no more text comes.</summary>
    /// <returns>The text held back, which has not become a stop string.</returns>
    public string Finish()
    {
        var rest = _held.ToString();
        _held.Clear();
        return rest;
    }

    /// <summary>The length of the longest end of the text that is a beginning of the stop string.</summary>
    private static int Overlap(string text, string stop)
    {
        var length = Math.Min(text.Length, stop.Length - 1);
        while (length > 0 && !text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
        {
            length--;
        }

        return length;
    }
}
