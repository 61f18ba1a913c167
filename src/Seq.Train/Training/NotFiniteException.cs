using Seq.Model;

namespace Seq.Train;

/// <summary>A number that must be finite is not; the loop, which knows the checkpoint, makes a <see cref="DivergedException"/> of it.</summary>
internal sealed class NotFiniteException(long step, string what) : SeqException(what)
{
    /// <summary>The step, from 1.</summary>
    internal long Step { get; } = step;
}
