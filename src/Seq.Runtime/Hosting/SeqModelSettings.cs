namespace Seq.Runtime;

/// <summary>The options that a model was registered with, made once per app.</summary>
internal sealed record SeqModelSettings(SeqModelHostOptions Options);
