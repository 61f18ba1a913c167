namespace Seq.Train;

/// <summary>Two lines of a nursery rhyme: with <c>&lt;s&gt;</c> before, between and behind them, 16 tokens.</summary>
internal static class ToyText
{
    internal static IReadOnlyList<string> Lines { get; } = ["Mary had a little lamb .", "The lamb was white as snow ."];
}
