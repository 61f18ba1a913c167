using Seq.Cli.Models;
using Seq.Decoding;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Evaluation;

/// <summary>Bundles on ONNX Runtime that write the outputs of an evaluation: one, or several as an ensemble.</summary>
internal sealed class BundleDecoder : IDisposable
{
    private readonly IReadOnlyList<SeqModel> _models;
    private readonly GenerateOptions _options;
    private readonly SearchOptions _search;

    private BundleDecoder(IReadOnlyList<SeqModel> models, int beam, LengthPenalty? penalty)
    {
        _models = models;
        _search = models[0].DefaultSearch with { BeamSize = beam, LengthPenalty = penalty ?? models[0].DefaultSearch.LengthPenalty };
        _options = new() { Composition = models.Count > 1 ? new() { Ensemble = [.. models.Skip(1)] } : null };
    }

    /// <summary>What tells a reader who has written the outputs.</summary>
    internal string Note =>
        $"free running: {string.Join(" and ", _models.Select(model => model.BundlePath))} on ONNX Runtime, {(_search.BeamSize == 1 ? "greedy" : $"beam {_search.BeamSize}")}";

    /// <summary>Opens bundles.</summary>
    /// <param name="bundles">At least one.</param>
    /// <param name="checkpoint">Whose data is measured on.</param>
    /// <param name="beam">Hypotheses of the search; 1 is greedy.</param>
    /// <param name="penalty">How hypotheses of different lengths are ranked; null for what the bundle says.</param>
    /// <exception cref="SeqException">A bundle cannot be read, or has other vocabularies than the data.</exception>
    internal static BundleDecoder Open(IReadOnlyList<string> bundles, Checkpoint checkpoint, int beam, LengthPenalty? penalty)
    {
        var models = new List<SeqModel>();
        try
        {
            foreach (var bundle in bundles)
            {
                var model = SeqModel.Open(ModelLocation.OfBundle(bundle));
                models.Add(model);
                if (!(Same(model.SourceVocabulary, checkpoint.SourceVocabulary) && Same(model.TargetVocabulary, checkpoint.TargetVocabulary)))
                {
                    throw new SeqException($"{model.BundlePath}: its vocabularies are not those of {checkpoint.FolderPath}; give a bundle of a model that learned from the same data.");
                }
            }

            return new(models, beam, penalty);
        }
        catch
        {
            models.ForEach(model => model.Dispose());
            throw;
        }
    }

    /// <summary>The tokens of each output, without the end token.</summary>
    /// <param name="sources">Token ids, each [time].</param>
    /// <param name="limit">Most tokens of an output, the end token counted.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    internal IReadOnlyList<int[]> Decode(IReadOnlyList<int[]> sources, int limit, CancellationToken cancellationToken) =>
        [.. _models[0].GenerateTokensBatch(sources, _options with { Search = _search with { MaxLength = limit } }, cancellationToken).Select(output => output.Best.Tokens.ToArray())];

    public void Dispose()
    {
        foreach (var model in _models)
        {
            model.Dispose();
        }
    }

    private static bool Same(Vocabulary left, Vocabulary right) => left.Tokens.SequenceEqual(right.Tokens);
}
