using Seq.Model;
using Seq.Train;

namespace Seq.Cli.Evaluation;

/// <summary>A task whose data can be generated afresh, and so measure any model of it.</summary>
internal sealed class KnownTask
{
    private const string Digits = "digits";
    private readonly DataSettings _data;

    private KnownTask(DataSettings data) => _data = data;

    /// <summary>Its name.</summary>
    internal string Name { get; } = Digits;

    /// <summary>The task that a model was trained for, told by its vocabularies.</summary>
    /// <param name="source">Tokens of the source side.</param>
    /// <param name="target">Tokens of the target side.</param>
    /// <param name="checkpoint">Tells the range of the data it was trained on; null takes the task's own range.</param>
    /// <returns>Null when no task has these vocabularies.</returns>
    internal static KnownTask? Find(Vocabulary source, Vocabulary target, Checkpoint? checkpoint = null)
    {
        var isDigits = source.Tokens.SequenceEqual(DigitsTask.SourceVocabulary.Tokens) && target.Tokens.SequenceEqual(DigitsTask.TargetVocabulary.Tokens);
        return isDigits ? new(checkpoint is null ? new() { Source = Digits } : Trainer.SettingsOf(checkpoint).Data) : null;
    }

    /// <summary>The task of a model that has to have one.</summary>
    /// <exception cref="SeqException">No task has these vocabularies.</exception>
    internal static KnownTask Require(string path, Vocabulary source, Vocabulary target, Checkpoint? checkpoint = null) =>
        Find(source, target, checkpoint) ?? throw new SeqException(
            $"{path}: The vocabularies are those of no task that data can be generated for, so there is nothing to evaluate on. Tasks: digits.");

    /// <summary>Draws an example.</summary>
    /// <returns>Source and target ids, without start and end token.</returns>
    internal (IReadOnlyList<int> Source, IReadOnlyList<int> Target) Draw(SeededRandom random)
    {
        var (source, target) = DigitsTask.Draw(random, _data.MinDigits, _data.MaxDigits);
        return (DigitsTask.SourceVocabulary.Encode(source), DigitsTask.TargetVocabulary.Encode(target));
    }

    /// <summary>Draws examples; the same seed draws the same ones.</summary>
    internal IEnumerable<(IReadOnlyList<int> Source, IReadOnlyList<int> Target)> Draw(int samples, ulong seed)
    {
        var random = new SeededRandom(seed);
        for (var i = 0; i < samples; i++)
        {
            yield return Draw(random);
        }
    }
}
