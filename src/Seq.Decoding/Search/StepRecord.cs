namespace Seq.Decoding.Search;

/// <summary>What is remembered of the step that chose a token, besides the token.</summary>
/// <param name="Alternatives">The record of what else was possible, or <see cref="AlternativeStore.None"/>.</param>
/// <param name="Attention">The record of where the row looked, or <see cref="AttentionStore.None"/>.</param>
internal readonly record struct StepRecord(int Alternatives, int Attention);
