namespace Seq.Decoding.Constraints;

/// <summary>The characters from one to another, both included, as UTF-16 code units.</summary>
internal readonly record struct CharacterRange(char First, char Last);
