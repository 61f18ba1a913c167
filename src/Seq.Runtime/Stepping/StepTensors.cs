using Microsoft.ML.OnnxRuntime;

namespace Seq.Runtime;

/// <summary>Tensors over the buffers of a step, for a number of rows.</summary>
internal readonly struct StepTensors(StepContract contract, StateRows states, MemoryRows memories, StepOutputs outputs, TensorBuffer tokens, int rows)
{
    internal (int, bool) MemoryVersion => memories.Version;

    /// <summary>[rows].</summary>
    internal OrtValue Token() => tokens.ToTensor(contract.Token.Type, [rows]);

    /// <summary>[rows, vocabulary].</summary>
    internal OrtValue Logits() => outputs.Logits.ToTensor(contract.Logits.Type, [rows, contract.VocabularySize]);

    /// <summary>[rows, source]; null when the graph has no attention.</summary>
    internal OrtValue? Attention() => contract.Attention is { } attention ? outputs.Attention.ToTensor(attention.Value.Type, [rows, outputs.Source]) : null;

    internal OrtValue State(int set, int state) => states.ToTensor(set, state, rows);

    internal OrtValue[] Memories()
    {
        var tensors = new OrtValue[contract.Memories.Count];
        for (var i = 0; i < tensors.Length; i++)
        {
            tensors[i] = memories.ToTensor(i, rows);
        }

        return tensors;
    }
}
