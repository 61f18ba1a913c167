using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Generation;

/// <summary>Whether a model tells where it looks.</summary>
internal static class Attention
{
    internal static bool IsIn(SeqModel model) =>
        model.Manifest.Graphs.TryGetValue(GraphNames.Step, out var step) && step.Outputs.Any(output => output.Name == GraphNames.Attention);
}
