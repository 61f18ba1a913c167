namespace Seq.Train;

/// <summary>Pairs as packed ids.</summary>
internal sealed class PackedPairs
{
    private readonly PackedRows<int> _sources = new();
    private readonly PackedRows<int> _targets = new();

    internal PairExample this[int place] => new(_sources[place].ToArray(), _targets[place].ToArray());

    internal void Add(ReadOnlySpan<int> source, ReadOnlySpan<int> target)
    {
        _sources.Add(source);
        _targets.Add(target);
    }
}

/// <summary>Labelled texts as packed ids.</summary>
internal sealed class PackedLabelled
{
    private readonly PackedRows<int> _sources = new();
    private readonly List<int> _labels = [];

    internal LabelledExample this[int place] => new(_sources[place].ToArray(), _labels[place]);

    internal void Add(ReadOnlySpan<int> source, int label)
    {
        _sources.Add(source);
        _labels.Add(label);
    }
}

/// <summary>Tagged sentences as packed ids.</summary>
internal sealed class PackedTagged
{
    private readonly PackedRows<int> _sources = new();
    private readonly PackedRows<int> _tags = new();

    internal TaggedExample this[int place] => new(_sources[place].ToArray(), _tags[place].ToArray());

    internal void Add(ReadOnlySpan<int> source, ReadOnlySpan<int> tags)
    {
        _sources.Add(source);
        _tags.Add(tags);
    }
}
