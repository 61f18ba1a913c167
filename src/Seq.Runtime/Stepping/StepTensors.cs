using Microsoft.ML.OnnxRuntime;

namespace Seq.Runtime;

/// <summary>Tensors over the buffers of a step, for a number of rows.</summary>
internal readonly struct StepTensors(StepContract contract, StateRows states, MemoryRows memories, TensorBuffer tokens, TensorBuffer logits, int rows)
{
    internal (int, bool) MemoryVersion => memories.Version;

    /// <summary>[rows].</summary>
    internal OrtValue Token() => tokens.ToTensor(contract.Token.Type, [rows]);

    /// <summary>[rows, vocabulary].</summary>
    internal OrtValue Logits() => logits.ToTensor(contract.Logits.Type, [rows, contract.VocabularySize]);

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
