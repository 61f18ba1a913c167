namespace Seq.Export;

/// <summary>The operator sets that a graph may be built for (github.com/onnx/onnx, docs/Versioning.md).</summary>
internal static class OperatorVersions
{
    /// <summary>The oldest: whatever is not listed below exists in it.</summary>
    internal const int Oldest = 17;

    /// <summary>The newest: what all forms written here are still valid in.</summary>
    internal const int Newest = 20;

    /// <summary>The version of <c>ai.onnx.ml</c> that is imported where one of its operators is used.</summary>
    internal const int MachineLearning = 3;

    private static readonly Dictionary<string, int> After17 = new(StringComparer.Ordinal)
    {
        ["BitwiseAnd"] = 18,
        ["BitwiseNot"] = 18,
        ["BitwiseOr"] = 18,
        ["BitwiseXor"] = 18,
        ["Mish"] = 18,
        ["RegexFullMatch"] = 20,
        ["StringConcat"] = 20,
        ["StringSplit"] = 20,
    };

    /// <summary>The operator set that brought an operator, as far as it matters here.</summary>
    internal static int Introduced(string @operator) => After17.GetValueOrDefault(@operator, Oldest);

    /// <summary>The file version that belongs to an operator set; a runtime that knows the one reads the other.</summary>
    internal static int IrVersion(int opset) => opset <= 18 ? 8 : 9;
}
