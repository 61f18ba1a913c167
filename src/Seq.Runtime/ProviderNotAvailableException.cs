using Seq.Model;

namespace Seq.Runtime;

/// <summary>What shall run the graphs is not there: no native library, or no such provider in it, or no device for it.</summary>
public sealed class ProviderNotAvailableException : SeqException
{
    internal ProviderNotAvailableException(ProviderPolicy policy, string reason, string remedy, Exception? inner = null)
        : base($"{(policy.Provider == ExecutionProvider.Cpu ? "ONNX Runtime cannot start:" : $"{policy.Name} was required, but")} {reason} {remedy}", inner)
    {
        (Provider, Name, Reason) = (policy.Provider, policy.Name, reason);
    }

    /// <summary>What is not there.</summary>
    public ExecutionProvider Provider { get; }

    /// <summary>Its name: <c>CPU</c>, <c>CUDA</c>, or what <see cref="ProviderPolicy.Require"/> was given.</summary>
    public string Name { get; }

    /// <summary>Why, as a sentence.</summary>
    public string Reason { get; }
}
