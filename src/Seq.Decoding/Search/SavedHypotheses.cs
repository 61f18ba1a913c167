using Seq.Decoding.Sessions;

namespace Seq.Decoding.Search;

/// <summary>Holds the hypotheses of a saved session to its tokens, so that a search may walk from any of them to the root.</summary>
/// <param name="depths">How many tokens lead to each node of the tree, [nodes].</param>
internal sealed class SavedHypotheses(int[] depths)
{
    /// <summary>A hypothesis has as many tokens as it says.</summary>
    /// <exception cref="SnapshotException">It has not, or there is no such node.</exception>
    internal void Require(int node, int length) => StateExchange.Require(
        node == TokenTree.Root ? length == 0 : (uint)node < (uint)depths.Length && depths[node] == length,
        $"a hypothesis of {length} tokens ends with another one");

    /// <summary>A hypothesis has ended for a reason that there is.</summary>
    /// <exception cref="SnapshotException">It has not.</exception>
    internal void Require(in HypothesisEnd end) => Require(end.Node, end.Length, end.Reason);

    /// <inheritdoc cref="Require(in HypothesisEnd)"/>
    internal void Require(int node, int length, FinishReason reason)
    {
        Require(node, length);
        StateExchange.Require(Enum.IsDefined(reason) && (reason != FinishReason.EndToken || length > 0), "a hypothesis has ended for no reason");
    }
}
