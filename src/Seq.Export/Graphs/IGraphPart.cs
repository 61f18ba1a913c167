using Seq.Export.Onnx;

namespace Seq.Export;

/// <summary>Something that stands for one or more nodes of the file.</summary>
internal interface IGraphPart
{
    /// <summary>Fails when the part needs a newer operator set.</summary>
    /// <exception cref="GraphBuildException">It does.</exception>
    public void CheckOpset(int opset);

    /// <summary>The nodes, in the form of the graph's operator set.</summary>
    public IEnumerable<NodeProto> ToProtos();
}
