using Seq.Model;

namespace Seq.Export;

/// <summary>Puts white space around every character that a vocabulary knows, so that a split at white space gives characters.</summary>
/// <remarks>
/// The standard has no operator that cuts a text into characters. Each known one is put between spaces by a split at it and a loop that joins the parts; white space
/// of the text itself is given other names first. What is left between the spaces is unknown, of any length, and fails as such.
/// </remarks>
internal sealed class CharacterSplit
{
    /// <summary>A loop per character: beyond this the graph is no longer a quick one.</summary>
    private const int MaxCharacters = 1_000;

    private const string WhiteSpace = " \t\n\r\f\v";

    // The names of white space: private characters, which no text of the world uses.
    private const char FirstName = '\uf6c0';

    private readonly List<string> _tokens;

    internal CharacterSplit(Vocabulary vocabulary)
    {
        _tokens = [.. vocabulary.Tokens.Where((_, id) => !vocabulary.Special.Contains(id))];
        if (vocabulary.Special.Unknown is not null || _tokens.Count > MaxCharacters)
        {
            throw new ExportException(
                $"A text graph can cut a text into at most {MaxCharacters} characters that it knows, without an unknown token among them: no operator finds where a " +
                $"character ends. The source vocabulary has {_tokens.Count}. Leave the text graph out.");
        }
    }

    /// <summary>What a token is called once the text is cut.</summary>
    internal static string KeyOf(string token) => WhiteSpace.Contains(token, StringComparison.Ordinal) ? Name(token[0]) : token;

    /// <summary>Puts the spaces in.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="text">[batch].</param>
    /// <returns>[batch].</returns>
    internal Value Run(GraphBuilder g, Value text)
    {
        var result = WhiteSpace.Aggregate(text, (x, space) => TextReplacement.Run(g, x, space.ToString(), Name(space)));
        return _tokens.Aggregate(result, (x, token) => TextReplacement.Run(g, x, KeyOf(token), $" {KeyOf(token)} "));
    }

    private static string Name(char space) => ((char)(FirstName + WhiteSpace.IndexOf(space, StringComparison.Ordinal))).ToString();
}
