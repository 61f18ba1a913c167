namespace Seq.Export;

/// <summary>A value of a graph: an input, an initialiser, or what a node returns.</summary>
internal sealed class Value
{
    internal Value(GraphBuilder graph, string name, ElementType type, Shape shape)
    {
        Graph = graph;
        Name = name;
        Type = type;
        Shape = shape;
    }

    /// <summary>The graph it was made in; graphs nested in that one may use it too.</summary>
    internal GraphBuilder Graph { get; }

    /// <summary>Its name in the file. What a node returns is renamed when it becomes an output of the graph.</summary>
    internal string Name { get; set; }

    /// <summary>Element type.</summary>
    internal ElementType Type { get; }

    /// <summary>Dimensions; empty for a scalar.</summary>
    internal Shape Shape { get; }

    /// <summary>Number of dimensions.</summary>
    internal int Rank => Shape.Count;

    /// <summary>Whether some node or output reads it.</summary>
    internal bool IsUsed { get; set; }

    /// <summary>Whether a node may leave it out when nothing reads it.</summary>
    internal bool IsOptional { get; init; }

    /// <summary>Whether its name may change: made by a node, and not yet an output.</summary>
    internal bool CanBeRenamed { get; set; }

    public override string ToString() => $"{Name} {Type} {Shape}";
}
