using System.Globalization;
using Seq.Export.Onnx;
using Seq.Model;
using DataType = Seq.Export.Onnx.TensorProto.Types.DataType;

namespace Seq.Export;

/// <summary>Counts what an ONNX model holds. The model may come from anywhere: sizes in it are checked before they are added up.</summary>
internal static class OnnxModelReader
{
    internal static OnnxModelSummary Summarize(string path, ModelProto model)
    {
        if (!model.HasIrVersion || model.Graph is null || model.OpsetImport.Count == 0)
        {
            throw Bad(path, "It has no format version, no graph or no operator set, so it is not an ONNX model.");
        }

        var count = new Counts(path);
        count.Add(model.Graph);
        return new()
        {
            Producer = $"{model.ProducerName} {model.ProducerVersion}".Trim(),
            IrVersion = model.IrVersion,
            Opsets = Distinct(path, "operator set", model.OpsetImport.Select(set => (Domain(set.Domain), set.Version))),
            Operators = count.Operators,
            Inputs = [.. model.Graph.Input.Select(Value)],
            Outputs = [.. model.Graph.Output.Select(Value)],
            InitializerBytes = count.Bytes,
            ExternalBytes = count.ExternalBytes,
            Metadata = Distinct(path, "metadata entry", model.MetadataProps.Select(entry => (entry.Key, entry.Value))),
        };
    }

    private static ModelFormatException Bad(string path, string problem) =>
        new(path, problem, "Restore it from the original model, or export the model again.");

    private static string Domain(string name) => name.Length == 0 ? "ai.onnx" : name;

    private static SortedDictionary<string, T> Distinct<T>(string path, string what, IEnumerable<(string Key, T Value)> pairs)
    {
        var result = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs)
        {
            if (!result.TryAdd(key, value))
            {
                throw Bad(path, $"It lists the {what} '{key}' twice.");
            }
        }

        return result;
    }

    private static OnnxValueSummary Value(ValueInfoProto value)
    {
        if (value.Type?.TensorType is not { } tensor)
        {
            return new(value.Name, "not a tensor", null);
        }

        return new(value.Name, TypeName(tensor.ElemType), tensor.Shape?.Dim.Select(DimensionText).ToList());
    }

    private static string DimensionText(TensorShapeProto.Types.Dimension dimension) => dimension switch
    {
        { HasDimValue: true } => dimension.DimValue.ToString(CultureInfo.InvariantCulture),
        { DimParam.Length: > 0 } => dimension.DimParam,
        _ => "?",
    };

    private static string TypeName(int type) => Enum.IsDefined((DataType)type)
        ? ((DataType)type).ToString().ToLowerInvariant()
        : $"type {type}";

    /// <summary>Bytes of an element; of text, which has no fixed size, 1.</summary>
    internal static long ByteSize(int type) => (DataType)type switch
    {
        DataType.Complex128 => 16,
        DataType.Double or DataType.Int64 or DataType.Uint64 or DataType.Complex64 => 8,
        DataType.Float or DataType.Int32 or DataType.Uint32 => 4,
        DataType.Float16 or DataType.Bfloat16 or DataType.Int16 or DataType.Uint16 => 2,
        _ => 1,
    };

    private sealed class Counts(string path)
    {
        internal SortedDictionary<string, int> Operators { get; } = new(StringComparer.Ordinal);

        internal long Bytes { get; private set; }

        internal long ExternalBytes { get; private set; }

        // As deep as graphs nest: the parser has refused more than 100 levels of messages.
        internal void Add(GraphProto graph)
        {
            foreach (var tensor in graph.Initializer)
            {
                Add(tensor);
            }

            foreach (var node in graph.Node)
            {
                var name = Domain(node.Domain) == "ai.onnx" ? node.OpType : $"{node.Domain}::{node.OpType}";
                Operators[name] = Operators.GetValueOrDefault(name) + 1;
                foreach (var attribute in node.Attribute)
                {
                    foreach (var body in attribute.G is null ? attribute.Graphs : [attribute.G, .. attribute.Graphs])
                    {
                        Add(body);
                    }
                }
            }
        }

        private void Add(TensorProto tensor)
        {
            var bytes = ByteSize(tensor.DataType);
            foreach (var size in tensor.Dims)
            {
                if (size < 0 || (size > 0 && bytes > long.MaxValue / 4 / size))
                {
                    throw Bad(path, $"Its tensor '{tensor.Name}' has the impossible shape [{string.Join(", ", tensor.Dims)}].");
                }

                bytes *= size;
            }

            if (bytes > (long.MaxValue / 4) - Bytes)
            {
                throw Bad(path, $"Its tensors up to '{tensor.Name}' claim more bytes than any disk holds.");
            }

            Bytes += bytes;
            ExternalBytes += tensor.DataLocation == TensorProto.Types.DataLocation.External ? bytes : 0;
        }
    }
}
