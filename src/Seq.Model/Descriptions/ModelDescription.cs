using System.Text.Json.Serialization;

namespace Seq.Model;

/// <summary>What a model is: everything that shapes one of its tensors. Immutable; training, export and runtime read the same one.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(EncoderDecoderDescription), EncoderDecoderDescription.KindWord)]
[JsonDerivedType(typeof(LanguageModelDescription), LanguageModelDescription.KindWord)]
[JsonDerivedType(typeof(ClassifierDescription), ClassifierDescription.KindWord)]
[JsonDerivedType(typeof(TaggerDescription), TaggerDescription.KindWord)]
public abstract record ModelDescription
{
    /// <summary>Every trained tensor with its PyTorch name and shape, in a fixed order: the one place where names and shapes are derived.</summary>
    /// <exception cref="DescriptionException">The description is not valid, so it has no tensors.</exception>
    [JsonIgnore]
    public IReadOnlyList<ParameterShape> Parameters
    {
        get
        {
            Validate(); // Sizes out of bounds would overflow, or list tensors without end.
            return ListParameters();
        }
    }

    /// <summary>Probability that a unit of an embedded token or of what enters the output layer is dropped in training; in [0, 1).</summary>
    public double Dropout { get; init; }

    /// <summary>Probability that a unit of an embedded token is dropped in training, where it is another one than <see cref="Dropout"/>; in [0, 1). Null takes that.</summary>
    public double? InputDropout { get; init; }

    /// <summary>Probability that a token's whole embedding is dropped, wherever it occurs in a batch, in training; in [0, 1). Gal and Ghahramani 2016, §4.2.</summary>
    public double EmbeddingDropout { get; init; }

    /// <summary>Whether a dropped unit stays dropped at all times of a sequence (Gal and Ghahramani 2016, arXiv:1512.05287); concerns every dropout of units.</summary>
    public bool VariationalDropout { get; init; }

    /// <summary>The kind in words, as in the file: <c>encoder-decoder</c>, <c>language-model</c>, <c>classifier</c> or <c>tagger</c>.</summary>
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
        Sizes.CheckProbability("dropout", Dropout, problems);
        Sizes.CheckProbability("input_dropout", InputDropout ?? 0, problems);
        Sizes.CheckProbability("embedding_dropout", EmbeddingDropout, problems);
        if (problems.Count > 0)
        {
            throw new DescriptionException(problems);
        }
    }

    /// <summary>Lists the tensors of a valid description.</summary>
    private protected abstract IReadOnlyList<ParameterShape> ListParameters();

    /// <summary>Adds a sentence for each thing that does not fit.</summary>
    /// <param name="problems">Receives the sentences.</param>
    private protected abstract void CollectProblems(List<string> problems);
}
