namespace Seq.Cli.Models;

/// <summary>What greedy decoding wrote for an input.</summary>
/// <param name="Tokens">Its tokens, without start and end token.</param>
/// <param name="Ended">Whether an end token followed them; otherwise the length ran out.</param>
internal sealed record GreedyRow(IReadOnlyList<int> Tokens, bool Ended)
{
    /// <summary>The tokens chosen, step by step: with the end token, if there was one.</summary>
    internal IReadOnlyList<int> Steps(int endToken) => Ended ? [.. Tokens, endToken] : Tokens;
}
