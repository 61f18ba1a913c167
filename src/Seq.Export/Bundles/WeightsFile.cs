using System.Globalization;
using Seq.Export.Onnx;
using Seq.Model;

namespace Seq.Export;

/// <summary>Weights that several graphs share, in one file beside them (ONNX docs/ExternalData.md).</summary>
internal sealed class WeightsFile : IDisposable
{
    internal const string Name = Bundle.WeightsFile;

    /// <summary>Tensors start at multiples of a memory page, so that a runtime can map them.</summary>
    private const int Alignment = 4096;

    /// <summary>Smaller tensors stay in the graphs: shape inference looks at some of them, and a page would be wasted on each.</summary>
    private const int SmallestBytes = 1024;

    private readonly FileStream _file;
    private readonly string _name;
    private readonly Dictionary<string, (Initializer Data, long Offset)> _written = new(StringComparer.Ordinal);

    internal WeightsFile(string folder, string name = Name, FileMode mode = FileMode.CreateNew)
    {
        _name = name;
        _file = new(Path.Combine(folder, name), mode, FileAccess.Write);
    }

    /// <summary>Writes a weight unless it is in the file already, and refers to it.</summary>
    internal TensorProto Store(Initializer data)
    {
        if (data.Data.Length < SmallestBytes)
        {
            return data.ToProto();
        }

        if (!_written.TryGetValue(data.Name, out var place))
        {
            place = (data, Write(data));
            _written.Add(data.Name, place);
        }
        else if (!place.Data.Data.Span.SequenceEqual(data.Data.Span))
        {
            throw new GraphBuildException(data.Name, "two graphs give this name to different weights.");
        }

        var tensor = data.ToProtoWithoutData();
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = _name });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = place.Offset.ToString(CultureInfo.InvariantCulture) });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = data.Data.Length.ToString(CultureInfo.InvariantCulture) });
        return tensor;
    }

    public void Dispose() => _file.Dispose();

    private long Write(Initializer data)
    {
        var offset = (_file.Position + Alignment - 1) / Alignment * Alignment;
        _file.Write(new byte[offset - _file.Position]);
        _file.Write(data.Data.Span);
        return offset;
    }
}
