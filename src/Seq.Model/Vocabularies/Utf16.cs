namespace Seq.Model;

/// <summary>Half a surrogate pair has no UTF-8: written to a file, it would come back as another character.</summary>
internal static class Utf16
{
    internal static bool IsWellFormed(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index]) && !(index + 1 < text.Length && char.IsSurrogatePair(text[index], text[++index])))
            {
                return false;
            }
        }

        return true;
    }
}
