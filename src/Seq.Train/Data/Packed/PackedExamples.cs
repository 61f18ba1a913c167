namespace Seq.Train;

/// <summary>Pairs as packed ids.</summary>
/// <param name="sources">Tokens of the source side.</param>
/// <param name="targets">Tokens of the target side.</param>
internal sealed class PackedPairs(int sources, int targets)
{
    private readonly PackedIds _sources = new(sources);
    private readonly PackedIds _targets = new(targets);

    internal PairExample this[int place] => new(_sources[place], _targets[place]);

    internal void Add(ReadOnlySpan<int> source, ReadOnlySpan<int> target)
    {
        _sources.Add(source);
        _targets.Add(target);
    }
}

/// <summary>Labelled texts as packed ids.</summary>
/// <param name="sources">Tokens of the texts.</param>
internal sealed class PackedLabelled(int sources)
{
    private readonly PackedIds _sources = new(sources);
    private readonly List<int> _labels = [];

    internal LabelledExample this[int place] => new(_sources[place], _labels[place]);

    internal void Add(ReadOnlySpan<int> source, int label)
    {
        _sources.Add(source);
        _labels.Add(label);
    }
}

/// <summary>Tagged sentences as packed ids.</summary>
/// <param name="sources">Tokens of the sentences.</param>
/// <param name="tags">Number of different tags.</param>
internal sealed class PackedTagged(int sources, int tags)
{
    private readonly PackedIds _sources = new(sources);
    private readonly PackedIds _tags = new(tags);

    internal TaggedExample this[int place] => new(_sources[place], _tags[place]);

    internal void Add(ReadOnlySpan<int> source, ReadOnlySpan<int> tags)
    {
        _sources.Add(source);
        _tags.Add(tags);
    }
}
