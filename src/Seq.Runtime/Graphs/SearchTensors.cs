using Microsoft.ML.OnnxRuntime;
using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>The options of a search as the inputs of a graph that searches by itself.</summary>
internal static class SearchTensors
{
    /// <summary>Adds every option that the graph takes; those it does not take are <see cref="InGraphSearch"/>'s concern.</summary>
    internal static void AddTo(Dictionary<string, OrtValue> inputs, GraphEntry graph, SearchOptions search)
    {
        var penalties = TokenPenaltyNumbers.Read(search.Processors);
        foreach (var input in graph.Inputs)
        {
            if (Of(input.Name, search, penalties) is { } value)
            {
                inputs[input.Name] = value;
            }
        }
    }

    private static OrtValue? Of(string input, SearchOptions search, TokenPenaltyNumbers penalties) => input switch
    {
        GraphNames.MaxLength => Scalar((long)search.MaxLength),
        GraphNames.MinLength => Scalar((long)search.MinLength),
        GraphNames.EndToken => Scalar(search.EndTokens.Count == 0 ? -1L : search.EndTokens[0]),
        GraphNames.RepetitionPenalty => Scalar(penalties.Repetition),
        GraphNames.PresencePenalty => Scalar(penalties.Presence),
        GraphNames.FrequencyPenalty => Scalar(penalties.Frequency),
        GraphNames.CoveragePenalty => Scalar((float)search.CoveragePenalty.Beta),
        GraphNames.LengthPenaltyAlpha => Scalar((float)search.LengthPenalty.Alpha),
        GraphNames.LengthPenaltyOffset => Scalar(search.LengthPenalty == LengthPenalty.Gnmt(search.LengthPenalty.Alpha) ? 5f : 0f),
        _ => search.Sampling is { } sampling ? Of(input, sampling) : null,
    };

    private static OrtValue? Of(string input, SamplingOptions sampling) => input switch
    {
        GraphNames.Temperature => Scalar(sampling.Temperature),
        GraphNames.TopK => Scalar((long)(sampling.TopK ?? 0)),
        GraphNames.TopP => Scalar(sampling.TopP ?? 1f),
        GraphNames.MinP => Scalar(sampling.MinP ?? 0f),
        GraphNames.Seed => OrtValue.CreateTensorValueFromMemory([(uint)sampling.Seed, (uint)(sampling.Seed >> 32)], [2]),
        _ => null,
    };

    private static OrtValue Scalar<T>(T value)
        where T : unmanaged => OrtValue.CreateTensorValueFromMemory([value], []);
}
