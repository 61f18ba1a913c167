using Seq.Model;

namespace Seq.Train;

/// <summary>Makes the preview of each kind of corpus.</summary>
internal static class Previews
{
    internal static DataPreview Of(DataSettings data, int items, LanguageCorpus corpus)
    {
        var rows = Math.Min(items, corpus.Train.Predictions);
        var batch = new StreamBatcher(corpus.Train, rows, data.Steps).Read(0);
        return new()
        {
            Data = data.Source,
            Task = DataTask.Language,
            Vocabularies = new Dictionary<string, int> { ["text"] = corpus.Vocabulary.Count },
            Parts = [.. from part in ((string Name, TokenStream? Stream)[])[("train", corpus.Train), ("validation", corpus.Validation), ("test", corpus.Test)]
                        where part.Stream is not null
                        select new PreviewPart(part.Name, 1, part.Stream.Count)],
            Items = [.. Enumerable.Range(0, rows).Select(row => new PreviewItem(new Dictionary<string, PreviewField>
            {
                ["input"] = Field(corpus.Vocabulary, Row(batch.Input, row, batch.Steps, batch.Lengths[row])),
                ["target"] = Field(corpus.Vocabulary, Row(batch.Target, row, batch.Steps, batch.Lengths[row])),
            }))],
            Batch = Shapes(("input", [batch.Rows, batch.Steps]), ("target", [batch.Rows, batch.Steps]), ("lengths", [batch.Rows])),
            PaddingShare = Padding(batch.Lengths, batch.Input.Length),
        };
    }

    internal static DataPreview Of(DataSettings data, int items, LabelledCorpus corpus)
    {
        var examples = corpus.Examples.Train.Take(items).ToList();
        var batch = LabelledBatch.Pad(examples, corpus.Source.Special.Padding ?? 0);
        return new()
        {
            Data = data.Source,
            Task = DataTask.Classification,
            Vocabularies = new Dictionary<string, int> { ["source"] = corpus.Source.Count, ["labels"] = corpus.Labels.Count },
            Parts = Parts(corpus.Examples, example => example.Source.Length),
            Items = [.. examples.Select(example => new PreviewItem(new Dictionary<string, PreviewField>
            {
                ["source"] = Field(corpus.Source, example.Source),
                ["label"] = Field(corpus.Labels, [example.Label]),
            }))],
            Batch = Shapes(("source", [batch.Rows, batch.Time]), ("source_lengths", [batch.Rows]), ("labels", [batch.Rows])),
            PaddingShare = Padding(batch.SourceLengths, batch.Source.Length),
            Notices = corpus.Cut == 0 ? [] : [ClassifierTask.CutOf(corpus, data)],
        };
    }

    internal static DataPreview Of(DataSettings data, int items, PairCorpus corpus)
    {
        var (all, learned) = (corpus.Examples.Train.Count, corpus.Examples.Train.Count(pair => PairData.IsLearned(pair, data)));
        var examples = corpus.Examples.Train.Where(pair => PairData.IsLearned(pair, data)).Take(items).ToList();
        if (examples.Count == 0)
        {
            throw new DataException($"The data has {all} pairs to learn from, of which none is short enough. Give more, or raise data.max_length.");
        }

        var special = corpus.Target.Special;
        var batch = SequenceBatch.Pad([.. examples.Select(example => (example.Source, example.Target))], special.Start!.Value, special.End!.Value);
        return new()
        {
            Data = data.Source,
            Task = DataTask.Pairs,
            Vocabularies = new Dictionary<string, int> { ["source"] = corpus.Source.Count, ["target"] = corpus.Target.Count },
            Parts = Parts(corpus.Examples, example => example.Source.Length),
            Items = [.. examples.Select(example => new PreviewItem(new Dictionary<string, PreviewField>
            {
                ["source"] = Field(corpus.Source, example.Source),
                ["target"] = Field(corpus.Target, example.Target),
            }))],
            Batch = Shapes(
                ("source", [batch.Rows, batch.SourceTime]), ("source_lengths", [batch.Rows]), ("target_input", [batch.Rows, batch.TargetTime]),
                ("target_output", [batch.Rows, batch.TargetTime]), ("target_lengths", [batch.Rows])),
            PaddingShare = Padding(batch.SourceLengths, batch.Source.Length),
            Notices = learned == all ? [] : [PairData.LeftOutOf(all - learned, all, data)],
        };
    }

    internal static DataPreview Of(DataSettings data, int items, TaggedCorpus corpus)
    {
        var examples = corpus.Examples.Train.Take(items).ToList();
        var batch = TaggedBatch.Pad(examples);
        return new()
        {
            Data = data.Source,
            Task = DataTask.Tagging,
            Vocabularies = new Dictionary<string, int> { ["source"] = corpus.Source.Count, ["tags"] = corpus.Tags.Count },
            Parts = Parts(corpus.Examples, example => example.Source.Length),
            Items = [.. examples.Select(example => new PreviewItem(new Dictionary<string, PreviewField>
            {
                ["source"] = Field(corpus.Source, example.Source),
                ["tags"] = Field(corpus.Tags, example.Tags),
            }))],
            Batch = Shapes(("source", [batch.Rows, batch.Time]), ("lengths", [batch.Rows]), ("tags", [batch.Rows, batch.Time])),
            PaddingShare = Padding(batch.Lengths, batch.Source.Length),
        };
    }

    private static PreviewPart[] Parts<T>(DataParts<T> parts, Func<T, int> length) =>
        [.. from part in ((string Name, IReadOnlyList<T> Items)[])[("train", parts.Train), ("validation", parts.Validation), ("test", parts.Test)]
            where part.Items.Count > 0
            select new PreviewPart(part.Name, part.Items.Count, part.Items.Sum(item => (long)length(item)))];

    private static PreviewField Field(Vocabulary vocabulary, int[] ids) => new(vocabulary.Decode(ids), ids);

    private static int[] Row(long[] ids, int row, int steps, long length) => [.. ids.Skip(row * steps).Take((int)length).Select(id => (int)id)];

    private static Dictionary<string, IReadOnlyList<int>> Shapes(params (string Name, int[] Shape)[] arrays) =>
        arrays.ToDictionary(array => array.Name, array => (IReadOnlyList<int>)array.Shape);

    private static double Padding(long[] lengths, int cells)
    {
        var count = new PaddingCount();
        count.Add(lengths, cells);
        return count.Share;
    }
}
