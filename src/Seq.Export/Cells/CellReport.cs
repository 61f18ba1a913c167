namespace Seq.Export;

/// <summary>How the recurrent layers of a part of a model were written.</summary>
/// <param name="Part">The part: <c>encoder</c>, <c>decoder</c> or <c>rnn</c>.</param>
/// <param name="Sequence">How whole sequences run: <c>operator</c>, ONNX' LSTM, GRU or RNN; <c>written-out</c>, plain operators in a loop; <c>steps</c>, the step in a loop.</param>
/// <param name="Step">How a single step runs: <c>written-out</c>, or null where the model takes none.</param>
/// <param name="FoldedEmbedding">Whether a step looks up the product of embedding and input weights.</param>
public sealed record CellReport(string Part, string Sequence, string? Step, bool FoldedEmbedding)
{
    internal static CellReport Of(RecurrentStack stack, bool stepwise, bool steps = true) => new(
        stack.Name, stepwise ? "steps" : stack.HasOperators ? "operator" : "written-out", steps ? "written-out" : null, steps && stack.FoldsEmbedding);
}
