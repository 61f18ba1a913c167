using Seq.Export.Onnx;

namespace Seq.Export;

/// <summary>The operator sets that a model declares: the standard one, and those of other domains that it uses.</summary>
internal static class OpsetImports
{
    internal static void AddTo(ModelProto model, int opset)
    {
        model.IrVersion = OperatorVersions.IrVersion(opset);
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        foreach (var domain in Domains(model.Graph).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = OperatorVersions.MachineLearning });
        }
    }

    private static IEnumerable<string> Domains(GraphProto graph) => graph.Node.SelectMany(node =>
        node.Attribute.Where(attribute => attribute.G is not null).SelectMany(attribute => Domains(attribute.G)).Concat(node.Domain.Length > 0 ? [node.Domain] : []));
}
