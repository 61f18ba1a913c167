namespace Seq.Decoding.Search;

/// <summary>Where a row of logits comes from.</summary>
/// <param name="Input">The index of the input in the request.</param>
/// <param name="Row">The row of the model.</param>
/// <param name="Step">The step, from 0.</param>
internal readonly record struct RowPlace(int Input, int Row, int Step);
