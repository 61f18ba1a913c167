using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Measures an encoder-decoder on pairs: teacher forced, and free running by greedy decoding by a beam, or by what another model writes.</summary>
/// <remarks>How far it may write free running depends on no reference: a model that does not end is not helped by being cut where the reference ends.</remarks>
internal sealed class PairEvaluation(EncoderDecoder model, Vocabulary source, Vocabulary target, Device device, EvaluationRequest request)
{
    private const int Shown = 5;
    private readonly EncoderDecoderDescription _description = (EncoderDecoderDescription)model.Description;
    private readonly AccuracyCounter _forced = new();
    private readonly AccuracyCounter _free = new();
    private readonly List<(PairItem Pair, int[] Said)> _said = [];
    private Likelihood _likelihood;

    /// <summary>Measures.</summary>
    /// <param name="pairs">The examples.</param>
    /// <param name="settings">Rows of a batch, and how long the output may become.</param>
    /// <param name="data">Tells which metrics there are.</param>
    internal Evaluation Measure(IReadOnlyList<PairItem> pairs, ValidationSettings settings, IPairData data)
    {
        using var quiet = no_grad();
        var limit = settings.MaxLength ?? (2 * pairs.Max(pair => pair.Source.Length)) + 10;
        foreach (var batch in TrainingTask.ByLength(pairs, pair => pair.Source.Length).Chunk(settings.BatchSize)) // There is least padding then.
        {
            Add(Array.ConvertAll(batch, index => pairs[index]), limit);
        }

        var (forced, free) = (_forced.Result(), _free.Result());
        List<Metric> metrics =
        [
            new(Metric.ExactMatch, free.Sequences), new(Metric.FreeTokenAccuracy, free.Tokens), new(Metric.ForcedTokenAccuracy, forced.Tokens),
            new(Metric.Loss, _likelihood.NatsPerToken), new(Metric.Perplexity, _likelihood.Perplexity),
        ];
        var notes = new List<string>();
        if (request is { Beam: > 1, Model: null })
        {
            notes.Add($"free running: beam {request.Beam}, ranked by the mean log-probability");
        }

        if (data.IsText)
        {
            metrics.InsertRange(0, PairMetrics.OfTexts(_said, target, data, notes));
        }

        return new()
        {
            Metrics = metrics,
            Samples = pairs.Count,
            TeacherForced = forced,
            FreeRunning = free,
            Notes = notes,
            Attention = _description.Attention is not null && _said.Count > 0 ? [Map(_said[_said.Count / 2])] : [],
            Examples =
            [
                .. _said.Take(Shown).Select(item => new ReportSample(source.Decode(item.Pair.Source), target.Decode(item.Said), item.Pair.Reference ?? target.Decode(item.Pair.Target))),
            ],
        };
    }

    /// <summary>Where the model looks while it writes what it said.</summary>
    private AttentionMap Map((PairItem Pair, int[] Said) item)
    {
        using var scope = NewDisposeScope();
        var encoded = model.Encode(tensor([.. item.Pair.Source.Select(id => (long)id)], [1, item.Pair.Source.Length], device: device), new([item.Pair.Source.Length], item.Pair.Source.Length, device));
        long[] fed = [_description.StartToken, .. item.Said.Select(id => (long)id)];
        var weights = new List<Tensor>();
        model.Decode(tensor(fed, [1, fed.Length], device: device), encoded, encoded.Initial, weights);
        var rows = cat(weights, 1).squeeze(0).to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray().Chunk(item.Pair.Source.Length);
        return new(
            source.Decode(item.Pair.Source), [.. item.Pair.Source.Select(id => source.Tokens[id])],
            [.. item.Said.Append(_description.EndToken).Select(id => target.Tokens[id])], [.. rows]);
    }

    private void Add(PairItem[] pairs, int limit)
    {
        using var scope = NewDisposeScope();
        var batch = SequenceBatch.Pad([.. pairs.Select(pair => (pair.Source, pair.Target))], _description.StartToken, _description.EndToken);
        var encoded = model.Encode(tensor(batch.Source, [batch.Rows, batch.SourceTime], device: device), new(batch.SourceLengths, batch.SourceTime, device));
        var hidden = model.Decode(tensor(batch.TargetInput, [batch.Rows, batch.TargetTime], device: device), encoded, encoded.Initial).Hidden;
        var flat = hidden.reshape(-1, hidden.shape[2]);
        _likelihood += OutputLoss.LikelihoodOf(model.Output, flat, batch.TargetOutput, batch.TargetLengths);
        var choices = LikeliestTokens.Of(model.Output, flat);
        var said = request.Model?.Write([.. pairs.Select(pair => pair.Source)], limit)
            ?? (request.Beam > 1 ? TorchBeam.Decode(model, encoded, request.Beam, limit) : TorchGreedy.Decode(model, encoded, limit));
        for (var row = 0; row < pairs.Length; row++)
        {
            int[] expected = [.. pairs[row].Target, _description.EndToken];
            int[] chosen = [.. choices.AsSpan(row * batch.TargetTime, expected.Length).ToArray().Select(id => (int)id)];
            _forced.Add(expected, chosen);
            _free.Add(expected, [.. said[row], _description.EndToken]);
            _said.Add((pairs[row], said[row]));
        }
    }
}
