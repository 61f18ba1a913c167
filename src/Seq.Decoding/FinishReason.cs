namespace Seq.Decoding;

/// <summary>Why a hypothesis is as long as it is.</summary>
public enum FinishReason
{
    /// <summary>The model chose an end token.</summary>
    EndToken,

    /// <summary>The hypothesis reached its maximum length.</summary>
    Length,

    /// <summary>It ends with a stop sequence, or the observer of the request asked to stop.</summary>
    Stopped,

    /// <summary>The request was cancelled and asked to keep what there was.</summary>
    Cancelled,

    /// <summary>The time that the request allowed was over.</summary>
    TimeLimit,

    /// <summary>A constraint is fulfilled and allows nothing more: see <see cref="ICompletingProcessor"/>.</summary>
    Constraint,

    /// <summary>No token could follow: rules or the model forbid every one. It breaks off unfinished, and is in <see cref="DecodingResult.DeadEnds"/> and in no list of results.</summary>
    DeadEnd,
}
