using Seq.Decoding;
using Seq.Model;
using Seq.Runtime;
using Seq.Train;

namespace Seq.Cli.Evaluation;

/// <summary>A bundle on ONNX Runtime, measured on the data of a run; of encoder-decoders also several, as an ensemble.</summary>
internal sealed class BundleModel : IEvaluatedModel, IDisposable
{
    private readonly IReadOnlyList<SeqModel> _models;
    private readonly int _beam;
    private readonly LengthPenalty _penalty;
    private readonly ModelComposition? _composition;
    private readonly CancellationToken _cancellation;

    private BundleModel(IReadOnlyList<SeqModel> models, int beam, LengthPenalty penalty, CancellationToken cancellationToken)
    {
        (_models, _beam, _penalty, _cancellation) = (models, beam, penalty, cancellationToken);
        _composition = models.Count > 1 ? new() { Ensemble = [.. models.Skip(1)] } : null;
    }

    /// <summary>What tells a reader what was measured.</summary>
    internal string Note
    {
        get
        {
            var names = $"{string.Join(" and ", _models.Select(model => model.BundlePath))} on ONNX Runtime";
            return First.Description is EncoderDecoderDescription
                ? $"free running: {names}, {(_beam == 1 ? "greedy" : $"beam {_beam}, length penalty {_penalty}")}"
                : $"measured: {names}";
        }
    }

    private SeqModel First => _models[0];

    /// <summary>Opens bundles.</summary>
    /// <param name="bundles">At least one.</param>
    /// <param name="checkpoint">Whose data is measured on.</param>
    /// <param name="beam">Hypotheses of the search of an encoder-decoder; 1 is greedy.</param>
    /// <param name="penalty">How hypotheses of different lengths are ranked; null for the mean log-probability, as the checkpoint's beam ranks them.</param>
    /// <param name="open">Opens a bundle on what shall run it.</param>
    /// <param name="cancellationToken">Ends what the model computes early.</param>
    /// <exception cref="SeqException">A bundle cannot be read, or is of another kind or has other vocabularies than the checkpoint; or several are given for a model that writes nothing.</exception>
    internal static BundleModel Open(IReadOnlyList<string> bundles, Checkpoint checkpoint, int beam, LengthPenalty? penalty, Func<string, SeqModel> open, CancellationToken cancellationToken)
    {
        if (bundles.Count > 1 && checkpoint.Description is not EncoderDecoderDescription)
        {
            throw new SeqException($"--bundle is given {bundles.Count} times, but a {checkpoint.Description.Kind} is measured with one; only encoder-decoders write as an ensemble.");
        }

        var models = new List<SeqModel>();
        try
        {
            foreach (var bundle in bundles)
            {
                var model = open(bundle);
                models.Add(model);
                if (model.Description.Kind != checkpoint.Description.Kind)
                {
                    throw new SeqException($"{model.BundlePath} is of the kind '{model.Description.Kind}', but {checkpoint.FolderPath} of the kind '{checkpoint.Description.Kind}'; give a bundle of this kind.");
                }

                if (!(Same(model.SourceVocabulary, checkpoint.SourceVocabulary) && Same(model.TargetVocabulary, checkpoint.TargetVocabulary)))
                {
                    throw new SeqException($"{model.BundlePath}: its vocabularies are not those of {checkpoint.FolderPath}; give a bundle of a model that learned from the same data.");
                }
            }

            return new(models, beam, penalty ?? LengthPenalty.Average, cancellationToken);
        }
        catch
        {
            models.ForEach(model => model.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<int[]> Write(IReadOnlyList<int[]> sources, int limit)
    {
        var search = First.DefaultSearch with { BeamSize = _beam, LengthPenalty = _beam == 1 ? LengthPenalty.None : _penalty, MaxLength = limit };
        var outputs = First.GenerateTokensBatch(sources, new() { Search = search, Composition = _composition }, _cancellation);
        return [.. outputs.Select(output => output.Best.Tokens.ToArray())];
    }

    /// <inheritdoc/>
    public Likelihood Score(IReadOnlyList<int> tokens)
    {
        var score = First.ScoreTextTokens(tokens, _cancellation);
        return new(-score.LogProbability, score.Tokens);
    }

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Classify(IReadOnlyList<string> texts) =>
        [.. First.ClassifyBatch(texts, null, _cancellation).Select(found => found.Labels.OrderBy(label => label.Id).Select(label => label.Probability).ToArray())];

    /// <inheritdoc/>
    public IReadOnlyList<int[]> Tag(IReadOnlyList<int[]> sources) => [.. First.TagTokensBatch(sources, null, _cancellation).Select(found => found.Tokens.Select(token => token.TagId).ToArray())];

    public void Dispose()
    {
        foreach (var model in _models)
        {
            model.Dispose();
        }
    }

    private static bool Same(Vocabulary left, Vocabulary right) => left.Tokens.SequenceEqual(right.Tokens);
}
