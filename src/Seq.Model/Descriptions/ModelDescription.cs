using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>What a model is: everything that shapes one of its tensors. Immutable; training, export and runtime read the same one.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(EncoderDecoderDescription), "encoder-decoder")]
public abstract record ModelDescription
{
    /// <summary>Every trained tensor with its PyTorch name and shape, in a fixed order: the one place where names and shapes are derived.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<ParameterShape> Parameters { get; }

    /// <summary>The kind in words, as in the file: <c>encoder-decoder</c>.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>Number of trained numbers.</summary>
    [JsonIgnore]
    public long ParameterCount => Parameters.Sum(parameter => parameter.ElementCount);

    /// <summary>Checks that the parts fit each other.</summary>
    /// <exception cref="DescriptionException">They do not; the message lists every problem.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        CollectProblems(problems);
        if (problems.Count > 0)
        {
            throw new DescriptionException(problems);
        }
    }

    /// <summary>Adds a sentence for each thing that does not fit.</summary>
    /// <param name="problems">Receives the sentences.</param>
    private protected abstract void CollectProblems(List<string> problems);
}
