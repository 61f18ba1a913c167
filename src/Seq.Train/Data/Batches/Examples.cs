namespace Seq.Train;

/// <summary>A text with a label.</summary>
/// <param name="Source">[time] ids.</param>
/// <param name="Label">The label's id.</param>
internal sealed record LabelledExample(int[] Source, int Label);

/// <summary>A text and what it becomes.</summary>
/// <param name="Source">[source] ids.</param>
/// <param name="Target">[target] ids without start or end token.</param>
internal sealed record PairExample(int[] Source, int[] Target);

/// <summary>A text whose every token has a tag.</summary>
/// <param name="Source">[time] ids.</param>
/// <param name="Tags">[time] ids of tags.</param>
internal sealed record TaggedExample(int[] Source, int[] Tags);
