namespace Seq.Export;

/// <content>The model for people to look at. The same model gives the same text.</content>
public sealed partial class OnnxModel
{
    /// <summary>The model as text, close to ONNX' own textual syntax: one line per node with attributes and names, nested graphs indented, long constants left out.</summary>
    public string ToText() => GraphText.Print(Proto);

    /// <summary>The graph in the language of Mermaid, which repositories and documentation sites draw; weights and constants left out.</summary>
    public string ToMermaid() => MermaidText.Print(GraphDrawing.Of(Proto.Graph));

    /// <summary>The graph as an SVG picture, nested graphs below it; weights and constants left out.</summary>
    /// <exception cref="ExportException">It has more than 5,000 inputs, nodes and outputs.</exception>
    public string ToSvg() => SvgText.Print(GraphDrawing.Of(Proto.Graph));
}
