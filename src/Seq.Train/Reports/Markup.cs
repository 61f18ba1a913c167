using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Seq.Train;

/// <summary>Writes HTML and SVG; every text and attribute goes through the encoder, so that no content can become markup.</summary>
internal sealed class Markup
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All); // Every script stays legible in the file.
    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    /// <summary>Writes an element with content.</summary>
    internal void Element(string name, Action content, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Open(name, attributes);
        content();
        _text.Append("</").Append(name).Append('>');
        if (name is not ("td" or "th" or "span" or "text" or "title" or "a"))
        {
            _text.Append('\n');
        }
    }

    /// <summary>Writes an element that holds a text.</summary>
    internal void Element(string name, string text, params ReadOnlySpan<(string Name, object? Value)> attributes) => Element(name, () => Text(text), attributes);

    /// <summary>Writes an element of HTML that has no content, such as <c>meta</c>.</summary>
    internal void Void(string name, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Open(name, attributes);
        _text.Append('\n');
    }

    internal void Text(string text) => _text.Append(Encoder.Encode(text));

    /// <summary>Writes what is markup already; only for constants of this program.</summary>
    internal void Constant(string markup) => _text.Append(markup);

    /// <summary>A number as SVG and HTML write it.</summary>
    internal static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);

    private void Open(string name, ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        _text.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                var text = value is double number ? Number(number) : Convert.ToString(value, CultureInfo.InvariantCulture)!;
                _text.Append(' ').Append(attribute).Append("=\"").Append(Encoder.Encode(text)).Append('"');
            }
        }

        _text.Append('>');
    }
}
