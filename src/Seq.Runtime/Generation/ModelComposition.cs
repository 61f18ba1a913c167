using Seq.Decoding.Composition;

namespace Seq.Runtime;

/// <summary>Other models that decode together with a model: an ensemble, a language model by shallow fusion, or both.</summary>
public sealed record ModelComposition
{
    /// <summary>Models of the same kind and vocabularies whose predictions are averaged with those of the model.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<SeqModel> Ensemble { get; init; } = [];

    /// <summary>What the average of an ensemble is taken of.</summary>
    /// <value><see cref="EnsembleAverage.Probability"/> by default.</value>
    public EnsembleAverage Average { get; init; }

    /// <summary>How much each model of the ensemble counts, the model itself first.</summary>
    /// <value>Null, the default, for all alike.</value>
    public IReadOnlyList<float>? Weights { get; init; }

    /// <summary>
    /// A language model over the target vocabulary whose log-probabilities are added (shallow fusion). Beside another language model it reads the prompts too,
    /// beside an encoder-decoder what is generated alone.
    /// </summary>
    /// <value>Null by default.</value>
    public SeqModel? LanguageModel { get; init; }

    /// <summary>λ, by which the log-probabilities of the language model are multiplied.</summary>
    /// <value>Finite and above 0; 0.1 by default.</value>
    public float LanguageModelWeight { get; init; } = DefaultLanguageModelWeight;

    internal const float DefaultLanguageModelWeight = 0.1f;
}
