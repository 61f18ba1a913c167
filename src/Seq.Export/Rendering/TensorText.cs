using System.Globalization;
using System.Runtime.InteropServices;
using Seq.Export.Onnx;
using DataType = Seq.Export.Onnx.TensorProto.Types.DataType;

namespace Seq.Export;

/// <summary>The elements of small constants: <c> = {1, 2}</c>; nothing for those that are long or lie elsewhere.</summary>
internal static class TensorText
{
    internal static string Of(TensorProto tensor, int maxItems)
    {
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
        {
            return $" = file {GraphText.Quoted(tensor.ExternalData.FirstOrDefault(entry => entry.Key == "location")?.Value ?? "")}";
        }

        var items = Items(tensor).Take(maxItems + 1).ToList();
        return items.Count == 0 || items.Count > maxItems ? "" : $" = {{{string.Join(", ", items)}}}";
    }

    private static IEnumerable<string> Items(TensorProto tensor)
    {
        var raw = tensor.RawData.Span;
        return (DataType)tensor.DataType switch
        {
            DataType.Float => Texts(raw.Length > 0 ? MemoryMarshal.Cast<byte, float>(raw) : tensor.FloatData.ToArray()),
            DataType.Double => Texts(raw.Length > 0 ? MemoryMarshal.Cast<byte, double>(raw) : tensor.DoubleData.ToArray()),
            DataType.Int64 => Texts(raw.Length > 0 ? MemoryMarshal.Cast<byte, long>(raw) : tensor.Int64Data.ToArray()),
            DataType.Int32 => Texts(raw.Length > 0 ? MemoryMarshal.Cast<byte, int>(raw) : tensor.Int32Data.ToArray()),
            DataType.Uint32 => Texts(MemoryMarshal.Cast<byte, uint>(raw)),
            DataType.Uint64 => Texts(MemoryMarshal.Cast<byte, ulong>(raw)),
            DataType.Bool => [.. Texts(raw).Select(text => text == "0" ? "false" : "true")],
            DataType.String => tensor.StringData.Select(text => GraphText.Quoted(text.ToStringUtf8())),
            _ => [],
        };
    }

    // A few more than are printed: whether there are more is all that matters.
    private static List<string> Texts<T>(ReadOnlySpan<T> items)
        where T : IFormattable
    {
        var texts = new List<string>();
        foreach (var item in items[..Math.Min(items.Length, 100)])
        {
            texts.Add(item.ToString(null, CultureInfo.InvariantCulture));
        }

        return texts;
    }
}
