using Seq.Decoding;

namespace Seq.Runtime;

/// <summary>The time budget of a call that is cut into parts: each part gets what those before have left.</summary>
internal sealed class TimeLeft(DecodingRequest whole)
{
    private readonly long _started = whole.TimeProvider?.GetTimestamp() ?? 0;

    /// <summary>The request with the budget that is left; a budget that is used up lets a part take no step.</summary>
    internal DecodingRequest Apply(DecodingRequest request)
    {
        if (whole.TimeBudget is not { } budget || budget <= TimeSpan.Zero)
        {
            return request;
        }

        var left = budget - whole.TimeProvider.GetElapsedTime(_started);
        return request with { TimeBudget = left > TimeSpan.Zero ? left : TimeSpan.FromTicks(1) };
    }
}
