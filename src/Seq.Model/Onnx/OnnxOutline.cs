namespace Seq.Model;

/// <summary>What the check keeps of a model.</summary>
internal sealed record OnnxModelOutline(OnnxGraphOutline Graph, IReadOnlyDictionary<string, long> Opsets);

/// <summary>What the check keeps of a graph: names.</summary>
internal sealed class OnnxGraphOutline
{
    internal string Name { get; set; } = "";

    internal List<string> Inputs { get; } = [];

    internal List<string> Outputs { get; } = [];

    internal List<OnnxNodeOutline> Nodes { get; } = [];

    internal List<OnnxTensorOutline> Initializers { get; } = [];
}

/// <summary>What the check keeps of a node.</summary>
internal sealed class OnnxNodeOutline
{
    internal string Name { get; set; } = "";

    internal string Operator { get; set; } = "";

    internal string Domain { get; set; } = "";

    internal List<string> Inputs { get; } = [];

    internal List<string> Outputs { get; } = [];

    internal HashSet<string> Attributes { get; } = new(StringComparer.Ordinal);

    internal List<(string Attribute, OnnxGraphOutline Graph)> Bodies { get; } = [];

    /// <summary>For messages: operator and name.</summary>
    public override string ToString() => $"{Operator} '{Name}'";
}

/// <summary>What the check keeps of a tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sizes">Its int64 elements when it is small, as those that say how large something is are; otherwise null.</param>
internal sealed record OnnxTensorOutline(string Name, IReadOnlyList<long>? Sizes);
