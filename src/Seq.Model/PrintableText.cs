namespace Seq.Model;

/// <summary>Makes text out of foreign files safe for a message: nothing that steers a terminal, nothing endless.</summary>
internal static class PrintableText
{
    /// <summary>Replaces control characters and lone surrogates, and cuts what is too long.</summary>
    /// <param name="text">Any text; null counts as empty.</param>
    /// <param name="maxLength">Most characters to keep.</param>
    internal static string Of(string? text, int maxLength)
    {
        text ??= "";
        if (text.Length > maxLength)
        {
            text = text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)] + "...";
        }

        return string.Concat(text.EnumerateRunes().Select(rune => System.Text.Rune.IsControl(rune) ? "\uFFFD" : rune.ToString()));
    }
}
