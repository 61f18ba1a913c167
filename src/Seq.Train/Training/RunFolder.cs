using Seq.Model;

namespace Seq.Train;

/// <summary>The folder of a run: its checkpoints, <c>metrics.jsonl</c>, <c>report.jsonl</c> and <c>tensorboard/</c>.</summary>
/// <param name="path">The folder.</param>
internal sealed class RunFolder(string path)
{
    // What decides about speed and place alone may differ from part to part of a run.
    private static readonly string[] FreeKeys = ["threads", "device"];

    internal string CheckpointPath => Path.Combine(path, Trainer.CheckpointFolder);

    internal string BestPath => Path.Combine(path, Trainer.BestFolder);

    /// <summary>Makes sure that no run is there.</summary>
    /// <exception cref="SeqException">There is one.</exception>
    internal void RequireNew()
    {
        if (Checkpoint.Exists(path))
        {
            throw new SeqException($"{path}: this is a checkpoint, not a place for a run. Choose another folder by --out.");
        }

        if (Checkpoint.Exists(CheckpointPath))
        {
            throw new SeqException($"{path}: there is a run already. Go on with it by --resume, or choose another folder by --out.");
        }
    }

    /// <summary>Opens the checkpoint that is to be resumed.</summary>
    /// <param name="settings">The settings to go on with: those of the run.</param>
    /// <exception cref="SeqException">There is nothing to resume.</exception>
    /// <exception cref="TrainingSettingsException">The run has other settings.</exception>
    /// <exception cref="ModelFormatException">The checkpoint is damaged.</exception>
    internal (Checkpoint Checkpoint, TrainingState State) Open(TrainingSettings settings)
    {
        if (!Checkpoint.Exists(CheckpointPath))
        {
            throw new SeqException($"{CheckpointPath}: there is no checkpoint to resume. Leave --resume out to start, or check --out.");
        }

        var checkpoint = Checkpoint.Open(CheckpointPath);
        var before = TrainingFiles.ReadSettings(checkpoint);
        var state = TrainingFiles.ReadState(checkpoint);
        string[] changed = [.. SettingOverrides.List(before).Zip(SettingOverrides.List(settings))
            .Where(pair => pair.First != pair.Second && !FreeKeys.Contains(pair.First.Key))
            .Select(pair => $"{pair.First.Key} was {pair.First.Value} and is now {pair.Second.Value}.")];
        if (changed.Length > 0)
        {
            var complete = state.Complete ? "The run is complete, and a" : "A";
            throw new TrainingSettingsException([.. changed, $"{complete} resumed run keeps its settings; leave them out, or start anew in another folder."]);
        }

        return (checkpoint, state);
    }

    /// <summary>Opens the run's records, cut back to what the checkpoint knows.</summary>
    /// <param name="samples">Samples seen; 0 for a new run.</param>
    /// <param name="time">The clock.</param>
    /// <param name="notesStart">Whether to note the current folder, which paths of the settings are relative to.</param>
    /// <exception cref="ModelStorageException">The folder cannot be written.</exception>
    internal TrainingRecord OpenRecord(long samples, TimeProvider time, bool notesStart)
    {
        try
        {
            Directory.CreateDirectory(path);
            if (notesStart)
            {
                StartFolder.Write(path);
            }

            return new(path, samples, time);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelStorageException(path, $"The run's folder cannot be written: {exception.Message}", "Choose another one by --out, or make room.", exception);
        }
    }
}
