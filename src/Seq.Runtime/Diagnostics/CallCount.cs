using System.Diagnostics;

namespace Seq.Runtime;

/// <summary>What a call has done so far. The metrics get to know it at once, so that a call which ends early has told what it did.</summary>
internal sealed class CallCount(TagList tags)
{
    private readonly TagList _tags = tags;
    private long _settled;

    internal long Sequences { get; private set; }

    internal long Tokens { get; private set; }

    /// <summary>Adds a token whose sequence is not finished yet.</summary>
    internal void Settle()
    {
        _settled++;
        AddTokens(1);
    }

    /// <summary>Adds finished inputs.</summary>
    /// <param name="sequences">How many.</param>
    /// <param name="tokens">All their tokens; those that have settled before are not counted again.</param>
    internal void Add(long sequences, long tokens)
    {
        Sequences += sequences;
        Instruments.Sequences.Add(sequences, _tags);
        AddTokens(Math.Max(0, tokens - _settled));
        _settled = Math.Max(0, _settled - tokens);
    }

    /// <summary>Adds a finished input, or one that met a dead end.</summary>
    internal void Add(Generation generation)
    {
        Add(generation.Failure is null ? 1 : 0, generation.Hypotheses.Concat(generation.DeadEnds).Sum(sequence => sequence.Length));
        if (generation.Failure is not null)
        {
            Instruments.DeadEnds.Add(1, _tags);
        }
    }

    private void AddTokens(long tokens)
    {
        Tokens += tokens;
        Instruments.Tokens.Add(tokens, _tags);
    }
}
