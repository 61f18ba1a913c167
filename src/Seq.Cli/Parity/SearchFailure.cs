using Seq.Decoding;
using Seq.Runtime;

namespace Seq.Cli.Parity;

/// <summary>A search that ends in an exception is a finding: logits that are no numbers leave nothing to choose from.</summary>
internal static class SearchFailure
{
    /// <summary>Does a search and compares it; when it cannot be done, every check of it has failed.</summary>
    /// <param name="checks">The checks.</param>
    /// <param name="label">Names the first row.</param>
    /// <param name="search">The search.</param>
    internal static void Note(IReadOnlyList<TokensCheck> checks, string label, Action search)
    {
        try
        {
            search();
        }
        catch (Exception exception) when (exception is DecodingException or InferenceException)
        {
            foreach (var check in checks)
            {
                check.Fail(label, "the search cannot be done: " + exception.Message);
            }
        }
    }
}
