namespace Seq.Runtime;

/// <summary>That a model was registered, and under which name.</summary>
internal sealed record SeqModelRegistration(string Name);
