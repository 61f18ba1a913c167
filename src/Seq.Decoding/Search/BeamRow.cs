namespace Seq.Decoding.Search;

/// <summary>A live hypothesis of beam search.</summary>
/// <param name="Input">The index of its input.</param>
/// <param name="Group">Its group of the beam.</param>
/// <param name="Node">Its last token in the tree.</param>
/// <param name="Sum">The sum of its log-probabilities.</param>
internal readonly record struct BeamRow(int Input, int Group, int Node, double Sum);
