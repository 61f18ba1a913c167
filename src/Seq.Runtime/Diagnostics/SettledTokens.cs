using Seq.Decoding;

namespace Seq.Runtime;

/// <summary>Counts tokens as they settle: a stream may last, and may be left before its end.</summary>
internal sealed class SettledTokens(IDecodingObserver next, CallCount count) : IDecodingObserver
{
    public bool OnToken(in AcceptedToken token)
    {
        count.Settle();
        return next.OnToken(token);
    }
}
