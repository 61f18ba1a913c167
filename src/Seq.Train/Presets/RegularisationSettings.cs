namespace Seq.Train;

/// <summary>What keeps a model from learning its data by heart, beside the dropouts of the model.</summary>
public sealed record RegularisationSettings
{
    /// <summary>α: the mean square of the top layer's outputs as they enter the output layer, times this, is added to the loss of a language model (AR: Merity et al. 2017, arXiv:1708.01009).</summary>
    public double Activation { get; init; }

    /// <summary>β: the mean square of the change of the top layer's outputs from step to step, before their dropout, times this, is added (TAR).</summary>
    public double Change { get; init; }

    /// <summary>Share of a decoder's inputs that are its own last output instead of the reference at the end of the training; grows by a straight line (Bengio et al. 2015, §2.4). In [0, 1].</summary>
    public double ScheduledSampling { get; init; }

    /// <summary>Share of source words, or of a language model's inputs, that are replaced by the unknown token in training, so that it learns what to make of it; in [0, 1).</summary>
    public double WordDropout { get; init; }

    /// <summary>Share of merges that are passed over as pairs are cut into byte pairs in training, anew in each epoch (Provilkov et al. 2020); in [0, 1).</summary>
    public double BpeDropout { get; init; }

    internal IEnumerable<string> Problems()
    {
        (string Name, double Value, double Max)[] numbers =
        [
            ("activation", Activation, 1e6), ("change", Change, 1e6), ("scheduled_sampling", ScheduledSampling, 1), ("word_dropout", WordDropout, 0.99), ("bpe_dropout", BpeDropout, 0.99),
        ];
        foreach (var (name, value, max) in numbers)
        {
            if (!(value >= 0 && value <= max))
            {
                yield return FormattableString.Invariant($"regularisation.{name} is {value}; it must lie between 0 and {max}.");
            }
        }
    }
}
