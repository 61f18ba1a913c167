using System.Text;

namespace Seq.Model;

/// <summary>The line breaks of web pages, which reviews and the like still hold.</summary>
internal static class LineBreakMarkup
{
    /// <summary>Puts a space in place of each line break.</summary>
    internal static string Replace(string text)
    {
        var result = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.IndexOf('<') is >= 0 and var start)
        {
            var length = LengthAt(rest[start..]);
            result.Append(rest[..start]).Append(length > 0 ? ' ' : '<');
            rest = rest[(start + Math.Max(length, 1))..];
        }

        return result.Append(rest).ToString();
    }

    private static int LengthAt(ReadOnlySpan<char> text)
    {
        foreach (var form in (string[])["<br />", "<br/>", "<br>"])
        {
            if (text.StartsWith(form, StringComparison.OrdinalIgnoreCase))
            {
                return form.Length;
            }
        }

        return 0;
    }
}
