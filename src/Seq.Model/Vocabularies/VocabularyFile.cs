namespace Seq.Model;

/// <summary>A vocabulary as a JSON file: unit, special ids, rules, tokens. A file without rules has <see cref="TokenRules.Default"/>.</summary>
public static class VocabularyFile
{
    /// <summary>The largest file that is read.</summary>
    internal const long MaxBytes = 64L << 20;

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">The file is missing, too big, not JSON of this form, or lists impossible tokens.</exception>
    public static Vocabulary Read(string path)
    {
        var content = JsonFile.Read(path, MaxBytes, ModelJson.Default.VocabularyContent);
        try
        {
            return new(content.Unit, content.Tokens, content.Special, content.Rules ?? TokenRules.Default);
        }
        catch (VocabularyException exception)
        {
            throw new ModelFormatException(path, exception.Message, "Take the file saved with the model.", exception);
        }
    }

    /// <summary>The file's bytes; equal vocabularies give equal bytes.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <exception cref="VocabularyException">They are more than a reader accepts, 64 MiB.</exception>
    public static byte[] ToBytes(Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        var content = new VocabularyContent
        {
            Unit = vocabulary.Unit,
            Special = vocabulary.Special,
            Rules = vocabulary.Rules == TokenRules.Default ? null : vocabulary.Rules,
            Tokens = vocabulary.Tokens,
        };
        var bytes = JsonFile.ToBytes(content, ModelJson.Default.VocabularyContent);
        return bytes.LongLength <= MaxBytes
            ? bytes
            : throw new VocabularyException($"The vocabulary's file would have {bytes.LongLength} bytes; at most {MaxBytes} are read. Use fewer or shorter tokens.");
    }
}

/// <summary>The JSON of a vocabulary file.</summary>
internal sealed record VocabularyContent
{
    public required TokenUnit Unit { get; init; }

    public required SpecialTokens Special { get; init; }

    public TokenRules? Rules { get; init; }

    public required IReadOnlyList<string> Tokens { get; init; }
}
