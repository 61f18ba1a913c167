using Seq.Export.Onnx;
using Location = Seq.Export.Onnx.TensorProto.Types.DataLocation;

namespace Seq.Export;

/// <summary>A constant must hold as many elements as its dimensions say.</summary>
internal static class TensorCheck
{
    internal static void Check(TensorProto tensor, Action<string, string> report)
    {
        if (!Enum.IsDefined((TensorProto.Types.DataType)tensor.DataType) || tensor.DataType == 0)
        {
            report(tensor.Name, $"The element type {tensor.DataType} does not exist.");
            return;
        }

        var count = 1L;
        foreach (var size in tensor.Dims)
        {
            count = size < 0 || (size > 0 && count > long.MaxValue / 16 / size) ? -1 : count * size;
            if (count < 0)
            {
                report(tensor.Name, $"The shape [{string.Join(", ", tensor.Dims)}] is impossible.");
                return;
            }
        }

        if (tensor.DataLocation == Location.External)
        {
            if (tensor.ExternalData.All(entry => entry.Key != "location"))
            {
                report(tensor.Name, "The data lies in another file, but no location is given.");
            }

            return;
        }

        var listed = tensor.FloatData.Count + tensor.Int32Data.Count + tensor.Int64Data.Count + tensor.DoubleData.Count + tensor.Uint64Data.Count + tensor.StringData.Count;
        var fits = tensor.HasRawData ? listed == 0 && tensor.RawData.Length == count * OnnxModelReader.ByteSize(tensor.DataType) : listed == count;
        if (!fits)
        {
            report(tensor.Name, $"The shape [{string.Join(", ", tensor.Dims)}] of {TypeNames.Element(tensor.DataType)} does not hold {(tensor.HasRawData ? $"{tensor.RawData.Length} bytes" : $"{listed} elements")}.");
        }
    }
}
