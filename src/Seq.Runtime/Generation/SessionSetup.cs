namespace Seq.Runtime;

/// <summary>What a session was begun with.</summary>
/// <param name="Options">Its options.</param>
/// <param name="SourceWords">The words of its source, [source]; none of a session that was restored from bytes.</param>
/// <param name="Stops">Ends its hypotheses at stop texts; null without any.</param>
internal sealed record SessionSetup(GenerateOptions Options, Func<IReadOnlyList<string>> SourceWords, SessionStops? Stops);
