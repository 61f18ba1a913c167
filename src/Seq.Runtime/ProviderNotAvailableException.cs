using Seq.Model;

namespace Seq.Runtime;

/// <summary>What shall run the graphs is not there: no native library, or no CUDA in it, or no GPU for it.</summary>
public sealed class ProviderNotAvailableException : SeqException
{
    internal ProviderNotAvailableException(ExecutionProvider provider, string reason, string remedy, Exception? inner = null)
        : base($"{(provider == ExecutionProvider.Cuda ? "CUDA was required, but" : "ONNX Runtime cannot start:")} {reason} {remedy}", inner)
    {
        (Provider, Reason) = (provider, reason);
    }

    /// <summary>What is not there.</summary>
    public ExecutionProvider Provider { get; }

    /// <summary>Why, as a sentence.</summary>
    public string Reason { get; }
}
