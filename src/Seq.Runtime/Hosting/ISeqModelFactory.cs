namespace Seq.Runtime;

/// <summary>Finds the models of an app by the names they were registered with.</summary>
public interface ISeqModelFactory
{
    /// <summary>The names, in the order of registration.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The host of a model, opened now if it is not yet.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="KeyNotFoundException">No model was registered with that name; the message lists those that were.</exception>
    public SeqModelHost Get(string name);
}
