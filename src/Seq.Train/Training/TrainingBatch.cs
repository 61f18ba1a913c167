namespace Seq.Train;

/// <summary>A batch on its way to a task, with what is counted of it.</summary>
/// <param name="Content">The batch; its task knows its type.</param>
/// <param name="Next">The place after it.</param>
/// <param name="Samples">Examples; of a stream, tokens predicted.</param>
/// <param name="Tokens">Tokens that count.</param>
/// <param name="Cells">Tokens and padding.</param>
internal sealed record TrainingBatch(object Content, DataPosition Next, long Samples, long Tokens, long Cells);
