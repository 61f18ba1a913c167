namespace Seq.Runtime;

/// <summary>A call that has been checked and waits to be made.</summary>
/// <param name="Operation">What the call is, for metrics.</param>
/// <param name="Work">The work; it counts what it has done.</param>
/// <param name="CancellationToken">Ends the wait for the call's turn, and the work.</param>
/// <param name="WithoutTurn">What the call returns when it is cancelled while it waits; null for an exception.</param>
internal sealed record ModelCall<T>(string Operation, Func<CallCount, T> Work, CancellationToken CancellationToken, Func<T>? WithoutTurn = null)
{
    /// <summary>What keeps the model while the call goes on.</summary>
    internal ModelUse Use { get; init; } = ModelUse.Call;

    /// <summary>The clock of the call, released at its end; null for none.</summary>
    internal TimeLeft? Time { get; init; }
}
