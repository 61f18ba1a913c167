using Seq.Model;

namespace Seq.Train;

/// <summary>Spelled digits, drawn afresh all the time.</summary>
internal sealed class DigitsData(TrainingSettings settings) : IPairData
{
    private const ulong TrainSeed = 0x7472_6169_6e00_0000;
    private const ulong ValidationSeed = 0x76616c6964617465; // Validation examples never depend on the training seed.
    private const ulong TestSeed = 1;
    private const int ValidationSamples = 1_000;
    private const int TestSamples = 5_000;

    public Vocabulary Source => DigitsTask.SourceVocabulary;

    public Vocabulary Target => DigitsTask.TargetVocabulary;

    public long? Examples => null;

    public string? LeftOut => null;

    public bool IsText => false;

    public bool HasAlternatives => false;

    public BleuTokenizer Tokenizer => BleuTokenizer.None;

    private DataSettings Data => settings.Data;

    public IEnumerable<(SequenceBatch Batch, DataPosition Next)> Batches(DataPosition from)
    {
        for (var place = from.Place; ; place++)
        {
            var random = new SeededRandom(EpochSeed.Of(settings.Seed ^ TrainSeed, place));
            yield return (DigitsTask.DrawBatch(random, Data.BatchSize, Data.MinDigits, Data.MaxDigits), new(0, place + 1));
        }
    }

    public IReadOnlyList<PairItem> Part(DataPart part, int? samples, ulong? seed) =>
        [.. Draw(Data, samples ?? (part == DataPart.Test ? TestSamples : ValidationSamples), seed ?? (part == DataPart.Test ? TestSeed : ValidationSeed)).Select(example => new PairItem(example))];

    /// <summary>The first examples that a training draws, whole batches of them, and the parts that it is measured on.</summary>
    /// <param name="items">At least so many to learn from.</param>
    internal PairCorpus First(int items)
    {
        var batches = Batches(default).Take((items + Data.BatchSize - 1) / Data.BatchSize).Select(read => read.Batch);
        var learned = batches.SelectMany(batch => Enumerable.Range(0, batch.Rows).Select(row => new PairExample(
            Row(batch.Source, row * batch.SourceTime, batch.SourceLengths[row]), Row(batch.TargetOutput, row * batch.TargetTime, batch.TargetLengths[row] - 1)))).ToList();
        return new() { Source = Source, Target = Target, Examples = new(learned, OfPart(DataPart.Validation), OfPart(DataPart.Test)) };

        int[] Row(long[] ids, int start, long length) => Array.ConvertAll(ids.AsSpan(start, (int)length).ToArray(), id => (int)id);

        IReadOnlyList<PairExample> OfPart(DataPart part) => [.. Part(part, null, null).Select(item => item.Example)];
    }

    /// <summary>Draws examples; the same seed draws the same ones.</summary>
    internal static IReadOnlyList<PairExample> Draw(DataSettings data, int samples, ulong seed)
    {
        var random = new SeededRandom(seed);
        return
        [
            .. Enumerable.Range(0, samples).Select(_ => DigitsTask.Draw(random, data.MinDigits, data.MaxDigits))
                .Select(pair => new PairExample(DigitsTask.SourceVocabulary.Encode(pair.Source), DigitsTask.TargetVocabulary.Encode(pair.Target))),
        ];
    }
}
