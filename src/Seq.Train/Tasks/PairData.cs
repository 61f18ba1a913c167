using System.Globalization;
using Seq.Model;

namespace Seq.Train;

/// <summary>A corpus of pairs.</summary>
internal sealed class PairData : IPairData
{
    private readonly DataParts<PairItem> _parts;
    private readonly Func<DataPosition, IEnumerable<(SequenceBatch Batch, DataPosition Next)>> _batches;
    private readonly DataSettings _data;

    /// <param name="settings">The settings.</param>
    /// <param name="source">Tokens of the source side.</param>
    /// <param name="target">Tokens of the target side.</param>
    /// <param name="parts">The examples.</param>
    internal PairData(TrainingSettings settings, Vocabulary source, Vocabulary target, DataParts<PairItem> parts)
    {
        (_data, Source, Target, _parts) = (settings.Data, source, target, parts);
        var longest = settings.Data.MaxLength ?? int.MaxValue;
        var learned = parts.Train.Where(item => item.Source.Length <= longest && item.Target.Length <= longest).ToList();
        Examples = learned.Count;
        var left = parts.Train.Count - learned.Count;
        LeftOut = left == 0 ? null : string.Create(
            CultureInfo.InvariantCulture, $"data.max_length: {left:N0} of {parts.Train.Count:N0} pairs to learn from have more than {longest:N0} tokens on a side, and are left out.");
        if (learned.Count == 0 && parts.Train.Count > 0)
        {
            throw new DataException($"All {parts.Train.Count} pairs to learn from have more than {longest} tokens on a side, and are left out. Raise data.max_length.");
        }

        var options = TrainingTask.BatchesOf(settings);
        if (settings.Regularisation.BpeDropout is > 0 and var dropout)
        {
            var anew = ExampleBatches.WithDropout([.. learned.Select(item => item.Text!)], source, target, dropout, options);
            _batches = from => TrainingTask.EpochsOf(anew, from);
        }
        else
        {
            var fixedOnes = ExampleBatches.Of([.. learned.Select(item => item.Example)], target.Special.Start!.Value, target.Special.End!.Value, options);
            _batches = from => TrainingTask.EpochsOf(fixedOnes, from);
        }
    }

    public Vocabulary Source { get; }

    public Vocabulary Target { get; }

    public long? Examples { get; }

    public string? LeftOut { get; }

    public bool IsText => _data.Source != DataSettings.Echo;

    public bool HasAlternatives => _data.Source == "cmudict";

    public BleuTokenizer Tokenizer => _data is { Source: "multi30k", Raw: false } ? BleuTokenizer.None : BleuTokenizer.Mteval13a;

    public IEnumerable<(SequenceBatch Batch, DataPosition Next)> Batches(DataPosition from) => _batches(from);

    public IReadOnlyList<PairItem> Part(DataPart part, int? samples, ulong? seed) => TrainingTask.PartOf(_parts, part, samples);
}
