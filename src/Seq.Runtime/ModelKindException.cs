using Seq.Model;

namespace Seq.Runtime;

/// <summary>A model was asked for what models of its kind do not do.</summary>
public sealed class ModelKindException : SeqException
{
    internal ModelKindException(string bundle, string kind, string call, string needed, string instead)
        : base($"{bundle}: {call} needs {needed}, but this model is of the kind '{kind}'. {instead}")
    {
        (Kind, Call) = (kind, call);
    }

    /// <summary>The kind of the model.</summary>
    public string Kind { get; }

    /// <summary>What was asked for.</summary>
    public string Call { get; }
}
