using Seq.Export;
using Seq.Model;

namespace Seq.Parity.Tests;

/// <summary>Export options that write every graph that a model can have.</summary>
internal static class EveryGraph
{
    internal static ExportOptions Of(ModelDescription model, int maxLength)
    {
        var writes = model is EncoderDecoderDescription or LanguageModelDescription;
        return new() { MaxLength = maxLength, BeamGraph = writes ? new() { BeamSize = 3, HypothesisCount = 2 } : null, SampleGraph = writes };
    }
}
