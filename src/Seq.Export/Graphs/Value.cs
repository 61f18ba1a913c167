namespace Seq.Export;

/// <summary>A value of a graph: an input, a constant, or what a node returns. It has a type and a shape, known before anything runs.</summary>
public sealed class Value
{
    internal Value(GraphBuilder graph, string name, ElementType type, Shape shape)
    {
        Graph = graph;
        Name = name;
        Type = type;
        Shape = shape;
    }

    /// <summary>The graph it was made in; graphs nested in that one may use it too.</summary>
    public GraphBuilder Graph { get; }

    /// <summary>Its name in the file. What a node returns is renamed when it becomes an output of the graph.</summary>
    public string Name { get; internal set; }

    /// <summary>Element type.</summary>
    public ElementType Type { get; }

    /// <summary>Dimensions; empty for a scalar.</summary>
    public Shape Shape { get; }

    /// <summary>Number of dimensions.</summary>
    public int Rank => Shape.Count;

    /// <summary>Whether some node or output reads it.</summary>
    internal bool IsUsed { get; set; }

    /// <summary>Whether a node may leave it out when nothing reads it.</summary>
    internal bool IsOptional { get; init; }

    /// <summary>Whether its name may change: made by a node, and not yet an output.</summary>
    internal bool CanBeRenamed { get; set; }

    /// <summary>Name, type and shape.</summary>
    public override string ToString() => $"{Name} {Type} {Shape}";
}
