namespace Seq.Decoding.Text;

/// <summary>Text that a hypothesis has said for good.</summary>
/// <param name="Input">The index of the input in the request.</param>
/// <param name="Sample">The index of the sample for that input.</param>
/// <param name="Text">The text that follows what was reported before; may be empty in the last piece.</param>
/// <param name="IsLast">Whether the hypothesis has ended with it.</param>
/// <param name="StopText">The stop string that ended it, which is in no piece; null for another end.</param>
public readonly record struct TextPiece(int Input, int Sample, string Text, bool IsLast, string? StopText);
