using Seq.Model;

namespace Seq.Runtime;

/// <summary>What was given to a model cannot be its input: an empty batch, a text without tokens, an id or a length out of range.</summary>
public sealed class InvalidInputException : SeqException
{
    internal InvalidInputException(string message, int? input = null)
        : base(message)
    {
        Input = input;
    }

    /// <summary>The index of the input in the batch; null when the batch itself is wrong.</summary>
    public int? Input { get; }
}
