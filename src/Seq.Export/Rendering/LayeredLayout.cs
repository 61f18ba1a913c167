namespace Seq.Export;

/// <summary>Places boxes in rows so that every arrow points down: a row below the lowest box that feeds it, ordered by where those stand.</summary>
/// <remarks>The layering of Sugiyama et al. 1981 with one sweep of barycentres; nodes of a file stand in topological order already.</remarks>
internal sealed class LayeredLayout
{
    internal const int BoxHeight = 40;
    private const int RowGap = 36;
    private const int ColumnGap = 18;
    private const int Margin = 20;
    private const double LetterWidth = 6.6;

    internal LayeredLayout(GraphDrawing drawing)
    {
        var layers = Layers(drawing);
        Boxes = new Placed[drawing.Boxes.Count];
        var feeders = drawing.Arrows.ToLookup(arrow => arrow.To, arrow => arrow.From);
        foreach (var row in Enumerable.Range(0, drawing.Boxes.Count).GroupBy(box => layers[box]).OrderBy(row => row.Key))
        {
            var x = (double)Margin;
            foreach (var box in row.OrderBy(box => feeders[box].Select(from => Boxes[from].Middle).DefaultIfEmpty(box).Average()).ThenBy(box => box))
            {
                var width = Math.Ceiling(30 + (LetterWidth * Math.Max(drawing.Boxes[box].Label.Length, drawing.Boxes[box].Detail.Length)));
                Boxes[box] = new(x, Margin + (row.Key * (BoxHeight + RowGap)), width);
                x += width + ColumnGap;
            }
        }

        Width = Boxes.Max(box => box.X + box.Width) + Margin;
        Height = Boxes.Max(box => box.Y) + BoxHeight + Margin;
    }

    internal Placed[] Boxes { get; }

    internal double Width { get; }

    internal double Height { get; }

    private static int[] Layers(GraphDrawing drawing)
    {
        var layers = new int[drawing.Boxes.Count];
        foreach (var (from, to) in drawing.Arrows) // In the order of the boxes that are fed, so every feeder is final.
        {
            layers[to] = Math.Max(layers[to], layers[from] + 1);
        }

        return layers;
    }

    /// <summary>Where a box stands.</summary>
    internal readonly record struct Placed(double X, double Y, double Width)
    {
        internal double Middle => X + (Width / 2);
    }
}
