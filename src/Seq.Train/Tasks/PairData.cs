using System.Globalization;
using Seq.Model;

namespace Seq.Train;

/// <summary>A corpus of pairs.</summary>
internal sealed class PairData : IPairData
{
    private readonly DataParts<PairExample> _examples;
    private readonly PartedItems<PairText>? _texts;
    private readonly Func<DataPosition, IEnumerable<(SequenceBatch Batch, DataPosition Next)>> _batches;
    private readonly DataSettings _data;
    private readonly IReadOnlyList<PairText>?[] _kept = new IReadOnlyList<PairText>?[3];

    /// <param name="settings">The settings.</param>
    /// <param name="corpus">The pairs. Texts that validations compare with are read here, for the file may be another one by then.</param>
    internal PairData(TrainingSettings settings, PairCorpus corpus)
    {
        var (source, target, examples, texts) = (corpus.Source, corpus.Target, corpus.Examples, corpus.Texts);
        (_data, Source, Target, _examples, _texts) = (settings.Data, source, target, examples, texts);
        var all = examples.Train.Count;
        int[] learned = [.. Enumerable.Range(0, all).Where(index => IsLearned(examples.Train[index], settings.Data))];
        Examples = learned.Length;
        LeftOut = learned.Length == all ? null : LeftOutOf(all - learned.Length, all, settings.Data);
        if (learned.Length == 0 && all > 0)
        {
            throw new DataException($"All {all} pairs to learn from have more than {settings.Data.MaxLength} tokens on a side, and are left out. Raise data.max_length.");
        }

        var options = TrainingTask.BatchesOf(settings);
        if (settings.Regularisation.BpeDropout is > 0 and var dropout)
        {
            var cut = PairCorpus.Keep(texts!, [.. learned.Select(index => texts!.Places.Train[index])]);
            var anew = ExampleBatches.WithDropout(cut, source, target, dropout, options);
            _batches = from => TrainingTask.EpochsOf(anew, from);
        }
        else
        {
            var pairs = new MadeList<PairExample>(learned.Length, index => examples.Train[learned[index]]);
            var fixedOnes = ExampleBatches.Of(pairs, target.Special.Start!.Value, target.Special.End!.Value, options);
            _batches = from => TrainingTask.EpochsOf(fixedOnes, from);
        }

        if (texts is not null)
        {
            _ = Texts(texts, DataPart.Validation, null);
        }
    }

    public Vocabulary Source { get; }

    public Vocabulary Target { get; }

    public long? Examples { get; }

    public string? LeftOut { get; }

    public bool IsText => _data.Source != DataSettings.Echo;

    public bool HasAlternatives => _data.Source == "cmudict";

    public BleuTokenizer Tokenizer => _data is { Source: "multi30k", Raw: false } ? BleuTokenizer.None : BleuTokenizer.Mteval13a;

    /// <summary>Whether a pair is short enough to be learned from.</summary>
    internal static bool IsLearned(PairExample pair, DataSettings data) => !(Math.Max(pair.Source.Length, pair.Target.Length) > data.MaxLength);

    /// <summary>Says how many pairs are too long.</summary>
    internal static string LeftOutOf(int left, int all, DataSettings data) => string.Create(
        CultureInfo.InvariantCulture, $"data.max_length: {left:N0} of {all:N0} pairs to learn from have more than {data.MaxLength:N0} tokens on a side, and are left out.");

    public IEnumerable<(SequenceBatch Batch, DataPosition Next)> Batches(DataPosition from) => _batches(from);

    public IReadOnlyList<PairItem> Part(DataPart part, int? samples, ulong? seed)
    {
        var examples = TrainingTask.PartOf(_examples, part, samples);
        var texts = _texts is null ? null : Texts(_texts, part, samples);
        return new MadeList<PairItem>(examples.Count, index => new(examples[index], texts?[index].Target));
    }

    /// <summary>The texts of a part's examples; a part is read once.</summary>
    private IReadOnlyList<PairText> Texts(PartedItems<PairText> texts, DataPart part, int? samples)
    {
        var all = _kept[(int)part] ??= PairCorpus.Keep(texts, TrainingTask.PartOf(texts.Places, part, null));
        return samples is { } most ? DataParts<PairText>.Drawn(all, most) : all;
    }
}
