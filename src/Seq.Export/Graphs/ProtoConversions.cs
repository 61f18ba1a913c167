using Google.Protobuf;
using Seq.Export.Onnx;

namespace Seq.Export;

/// <summary>Turns values and constants into messages of the file format.</summary>
internal static class ProtoConversions
{
    internal static TensorProto ToProto(this Initializer data)
    {
        var tensor = data.ToProtoWithoutData();
        if (data.Texts is { } texts)
        {
            tensor.StringData.AddRange(texts.Select(ByteString.CopyFromUtf8));
            return tensor;
        }

        tensor.RawData = UnsafeByteOperations.UnsafeWrap(data.Data); // Nothing changes the array after this.
        return tensor;
    }

    internal static TensorProto ToProtoWithoutData(this Initializer data)
    {
        var tensor = new TensorProto { Name = data.Name, DataType = (int)data.Type };
        tensor.Dims.AddRange(data.Sizes);
        return tensor;
    }

    internal static ValueInfoProto ToProto(this Value value)
    {
        var shape = new TensorShapeProto();
        foreach (var dimension in value.Shape)
        {
            var proto = new TensorShapeProto.Types.Dimension();
            if (dimension.Name is null)
            {
                proto.DimValue = dimension.Size;
            }
            else if (dimension != Shape.Unknown)
            {
                proto.DimParam = dimension.Name;
            }

            shape.Dim.Add(proto);
        }

        return new() { Name = value.Name, Type = new() { TensorType = new() { ElemType = (int)value.Type, Shape = shape } } };
    }
}
