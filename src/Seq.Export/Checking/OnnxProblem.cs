namespace Seq.Export;

/// <summary>Something that is wrong with a model.</summary>
/// <param name="Where">The node with its scopes, the graph or the tensor.</param>
/// <param name="Text">What is wrong, as a sentence.</param>
public sealed record OnnxProblem(string Where, string Text)
{
    /// <summary>Place and problem.</summary>
    public override string ToString() => $"{Where}: {Text}";
}
