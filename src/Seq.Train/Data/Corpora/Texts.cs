namespace Seq.Train;

/// <summary>A text with a label.</summary>
internal sealed record LabelledText(string Label, string Text);

/// <summary>A text and what it becomes.</summary>
internal sealed record PairText(string Source, string Target);

/// <summary>Words with a tag each.</summary>
internal sealed record TaggedText(IReadOnlyList<string> Words, IReadOnlyList<string> Tags);
