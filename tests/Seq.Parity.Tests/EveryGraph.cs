using Seq.Export;
using Seq.Model;

namespace Seq.Parity.Tests;

/// <summary>Export options that write every graph that a model can have.</summary>
internal static class EveryGraph
{
    /// <param name="model">The model.</param>
    /// <param name="maxLength">Most tokens.</param>
    /// <param name="all">Whether the graphs take every input of a search and return the attention, and text goes in and out of one of them.</param>
    internal static ExportOptions Of(ModelDescription model, int maxLength, bool all)
    {
        var writes = model is EncoderDecoderDescription or LanguageModelDescription;
        return new()
        {
            MaxLength = maxLength,
            BeamGraph = writes ? new() { BeamSize = 3, HypothesisCount = 2 } : null,
            SampleGraph = writes,
            AllSearchInputs = all && writes,
            AttentionOutputs = all && model is EncoderDecoderDescription { Attention: not null },
            TextGraph = all && model is EncoderDecoderDescription,
        };
    }
}
