using System.Text;

namespace Seq.Bench.Measuring;

/// <summary>A table as Markdown; the first column is text, the others are numbers.</summary>
/// <param name="head">Titles.</param>
internal sealed class MarkdownTable(params string[] head)
{
    private readonly List<string[]> _rows = [];

    internal void Add(params string[] row) => _rows.Add(row);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("| ").AppendJoin(" | ", head).Append(" |\n|---|");
        text.Insert(text.Length, "---:|", head.Length - 1).Append('\n');
        foreach (var row in _rows)
        {
            text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        }

        return text.ToString();
    }
}
