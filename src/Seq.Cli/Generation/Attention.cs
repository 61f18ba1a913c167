using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Generation;

/// <summary>Whether a model tells where it looks.</summary>
internal static class Attention
{
    /// <summary>Whether any of the models does; an ensemble looks where those of its models look that tell.</summary>
    internal static bool IsInAny(IEnumerable<SeqModel> models) => models.Any(IsIn);

    private static bool IsIn(SeqModel model) =>
        model.Manifest.Graphs.TryGetValue(GraphNames.Step, out var step) && step.Outputs.Any(output => output.Name == GraphNames.Attention);
}
