using System.Collections;
using System.Text;

namespace Seq.Train;

/// <summary>Texts as UTF-8, one behind the other; a text is made a string when it is asked for.</summary>
internal sealed class PackedTexts : IReadOnlyList<string>
{
    private readonly PackedRows<byte> _texts = new();

    /// <param name="texts">The texts, without lone surrogates.</param>
    internal PackedTexts(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            _texts.Add(Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>Number of texts.</summary>
    public int Count => _texts.Count;

    /// <summary>A text.</summary>
    public string this[int index] => Encoding.UTF8.GetString(_texts[index]);

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
