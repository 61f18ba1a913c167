namespace Seq.Decoding.Tests;

/// <summary>Remembers what it sees, and stops when told to.</summary>
internal sealed class RecordingObserver(Func<AcceptedToken, bool>? goesOn = null) : IDecodingObserver
{
    internal List<AcceptedToken> Tokens { get; } = [];

    public bool OnToken(in AcceptedToken token)
    {
        Tokens.Add(token);
        return goesOn?.Invoke(token) ?? true;
    }
}
