using System.Globalization;
using System.Text;

namespace Seq.Export;

/// <summary>A picture in the language of Mermaid, which repositories and documentation sites draw (mermaid.js.org).</summary>
internal sealed class MermaidText
{
    private readonly StringBuilder _text = new("flowchart TD\n");
    private int _boxes;

    internal static string Print(GraphDrawing drawing)
    {
        var printer = new MermaidText();
        printer.Print(drawing, 1);
        return printer._text.ToString();
    }

    private void Print(GraphDrawing drawing, int depth)
    {
        var first = _boxes;
        _boxes += drawing.Boxes.Count;
        for (var box = 0; box < drawing.Boxes.Count; box++)
        {
            Line(depth, Id(first + box) + Shaped(drawing.Boxes[box]));
        }

        foreach (var (from, to) in drawing.Arrows)
        {
            Line(depth, $"{Id(first + from)} --> {Id(first + to)}");
        }

        foreach (var (box, body) in drawing.Bodies)
        {
            var name = "g" + _boxes.ToString(CultureInfo.InvariantCulture);
            Line(depth, $"subgraph {name} [{Quoted(body.Title)}]");
            Print(body, depth + 1);
            Line(depth, "end");
            Line(depth, $"{Id(first + box)} -.- {name}");
        }
    }

    private static string Shaped(DrawnBox box) => box.Kind switch
    {
        BoxKind.Node => $"[{Quoted(box.Label)}]",
        BoxKind.Outer => $">{Quoted(box.Label)}]",
        _ => $"([{Quoted($"{box.Label}: {box.Detail}")}])",
    };

    private static string Quoted(string text) => '"' + text.Replace("\"", "#quot;", StringComparison.Ordinal).Replace("<", "#lt;", StringComparison.Ordinal) + '"';

    private static string Id(int box) => "n" + box.ToString(CultureInfo.InvariantCulture);

    private void Line(int depth, string line) => _text.Append(' ', 2 * depth).Append(line).Append('\n');
}
