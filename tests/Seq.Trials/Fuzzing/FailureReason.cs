using System.Text.RegularExpressions;

namespace Seq.Trials.Fuzzing;

/// <summary>What a message says, without the names and numbers of the case at hand, so that like reasons count as one.</summary>
internal static partial class FailureReason
{
    private const int MaxLength = 120;

    internal static string Of(string message)
    {
        var text = Folder().Replace(message, "");
        text = InNode().Replace(text, "");
        text = Operator().Replace(text, "[$1] ");
        text = Names().Replace(text, "…");
        text = Numbers().Replace(text, "n");
        text = Spaces().Replace(text, " ").Trim();
        return text.Length > MaxLength ? text[..MaxLength] + "…" : text;
    }

    [GeneratedRegex(@"\[ErrorCode:\w+\] ?|Load model from \S+ failed:|/\S*/case-\d+/?|/\S*onnxruntime/\S+ |\bonnxruntime::\S+|Reason: ")]
    private static partial Regex Folder();

    [GeneratedRegex(@"In Node, .*? , Error ")]
    private static partial Regex InNode();

    [GeneratedRegex(@"Node \([^)]*\) Op \((\w+)\) ")]
    private static partial Regex Operator();

    [GeneratedRegex(@"'[^']*'|""[^""]*""|[{(\[][^])}]*[])}](?<!\[\w+\])|\b\w+(/\w+)+\b|\b\w+\.(onnx|json|bin|safetensors)\b|[^\x20-\x7e]+")]
    private static partial Regex Names();

    [GeneratedRegex(@"-?\b\d+\b")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
