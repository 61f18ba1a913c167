namespace Seq.Runtime;

/// <summary>What a call has done so far, for the metrics.</summary>
internal sealed class CallCount
{
    internal long Sequences { get; private set; }

    internal long Tokens { get; private set; }

    internal void Add(long sequences, long tokens) => (Sequences, Tokens) = (Sequences + sequences, Tokens + tokens);
}
