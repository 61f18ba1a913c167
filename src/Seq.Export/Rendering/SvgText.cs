using System.Globalization;
using System.Security;
using System.Text;

namespace Seq.Export;

/// <summary>A picture as SVG: the graph, and under it each nested one.</summary>
internal sealed class SvgText
{
    /// <summary>More boxes make a picture that no viewer shows well.</summary>
    private const int MaxBoxes = 5_000;

    private const int TitleHeight = 30;

    private readonly StringBuilder _body = new();
    private double _width = 200;
    private double _height;
    private int _boxes;

    /// <exception cref="ExportException">The graph is too large for a picture.</exception>
    internal static string Print(GraphDrawing drawing)
    {
        var printer = new SvgText();
        printer.Draw(drawing);
        var (width, height) = (Number(printer._width), Number(printer._height));
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">
            <defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#666"/></marker></defs>
            <rect width="100%" height="100%" fill="#fff"/>
            {printer._body}</svg>

            """.ReplaceLineEndings("\n");
    }

    private void Draw(GraphDrawing drawing)
    {
        _boxes += drawing.Boxes.Count;
        if (_boxes > MaxBoxes)
        {
            throw new ExportException($"The graph has more than {MaxBoxes} inputs, nodes and outputs, too many for a picture; print it as text.");
        }

        if (drawing.Boxes.Count > 0)
        {
            Write($"""<text x="20" y="{Number(_height + 22)}" font-size="15" font-weight="bold">{Escaped(drawing.Title)}</text>""");
            var layout = new LayeredLayout(drawing);
            Write($"""<g transform="translate(0 {Number(_height + TitleHeight)})">""");
            foreach (var (from, to) in drawing.Arrows.Distinct())
            {
                DrawArrow(layout.Boxes[from], layout.Boxes[to]);
            }

            foreach (var (box, place) in drawing.Boxes.Zip(layout.Boxes))
            {
                DrawBox(box, place);
            }

            Write("</g>");
            _width = Math.Max(_width, layout.Width);
            _height += TitleHeight + layout.Height;
        }

        drawing.Bodies.ForEach(body => Draw(body.Body));
    }

    private void DrawArrow(LayeredLayout.Placed from, LayeredLayout.Placed to)
    {
        var (top, bottom) = (from.Y + LayeredLayout.BoxHeight, to.Y);
        var bend = (bottom - top) / 2;
        Write($"""<path d="M{Number(from.Middle)} {Number(top)}C{Number(from.Middle)} {Number(top + bend)} {Number(to.Middle)} {Number(bottom - bend)} {Number(to.Middle)} {Number(bottom)}" fill="none" stroke="#666" marker-end="url(#arrow)"/>""");
    }

    private void DrawBox(DrawnBox box, LayeredLayout.Placed place)
    {
        var (fill, round) = box.Kind switch
        {
            BoxKind.Input => ("#d9ead3", 18),
            BoxKind.Output => ("#fce5cd", 18),
            BoxKind.Outer => ("#eeeeee", 18),
            _ => ("#cfe2f3", 4),
        };
        Write($"""<rect x="{Number(place.X)}" y="{Number(place.Y)}" width="{Number(place.Width)}" height="{LayeredLayout.BoxHeight}" rx="{round}" fill="{fill}" stroke="#666"/>""");
        Write($"""<text x="{Number(place.Middle)}" y="{Number(place.Y + 17)}" text-anchor="middle">{Escaped(box.Label)}</text>""");
        Write($"""<text x="{Number(place.Middle)}" y="{Number(place.Y + 32)}" text-anchor="middle" font-size="10" fill="#555">{Escaped(box.Detail)}</text>""");
    }

    // XML knows no control characters.
    private static string Escaped(string text) => SecurityElement.Escape(string.Concat(text.Select(c => char.IsControl(c) ? '\ufffd' : c)));

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    private void Write(string line) => _body.Append(line).Append('\n');
}
