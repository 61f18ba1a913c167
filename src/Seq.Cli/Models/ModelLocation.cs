using Seq.Model;

namespace Seq.Cli.Models;

/// <summary>Finds the model that a path on the command line means.</summary>
internal static class ModelLocation
{
    /// <summary>Folder of the checkpoint inside the folder of a training run.</summary>
    internal const string CheckpointFolder = "checkpoint";

    /// <summary>Folder of the bundle inside the folder of a demo.</summary>
    internal const string BundleFolder = "bundle";

    /// <summary>The checkpoint at a path, or in the run folder at that path.</summary>
    /// <exception cref="ModelFormatException">There is none.</exception>
    internal static string OfCheckpoint(string path)
    {
        if (FindCheckpoint(path) is { } found)
        {
            return found;
        }

        RequireFolder(path, "checkpoint", "`seq train` writes one");
        throw Bundle.Exists(path)
            ? new ModelFormatException(path, "This is a bundle, but a checkpoint is needed here.", "Give the checkpoint it was exported from.")
            : new ModelFormatException(
                path, "This folder is no checkpoint, and holds none as `checkpoint`.", "Give a checkpoint or a run folder; `seq train` writes both.");
    }

    /// <summary>The bundle at a path, or in the folder at that path.</summary>
    /// <exception cref="ModelFormatException">There is none.</exception>
    internal static string OfBundle(string path)
    {
        if (FindBundle(path) is { } found)
        {
            return found;
        }

        RequireFolder(path, "bundle", "`seq export` writes one");
        throw FindCheckpoint(path) is null
            ? new ModelFormatException(path, "This folder is no bundle: it has no seq.json.", "Give the folder that `seq export` wrote.")
            : new ModelFormatException(
                path, "This is a checkpoint, but a bundle is needed here.", $"Run `seq export {path} --out BUNDLE` and give BUNDLE.");
    }

    /// <summary>What a path means: a checkpoint, or else a bundle.</summary>
    /// <exception cref="ModelFormatException">It is neither.</exception>
    internal static (string Path, bool IsBundle) OfEither(string path)
    {
        if (FindCheckpoint(path) is { } checkpoint)
        {
            return (checkpoint, false);
        }

        if (FindBundle(path) is { } bundle)
        {
            return (bundle, true);
        }

        RequireFolder(path, "checkpoint or bundle", "`seq train` and `seq export` write them");
        throw new ModelFormatException(
            path, "This folder is neither a checkpoint nor a bundle.", "Give a folder that `seq train` or `seq export` wrote.");
    }

    private static string? FindCheckpoint(string path) => Find(path, CheckpointFolder, Checkpoint.Exists);

    private static string? FindBundle(string path) => Find(path, BundleFolder, Bundle.Exists);

    private static string? Find(string path, string inner, Func<string, bool> exists)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new ModelFormatException($"'{path}'", "The path of the model is empty.", "Give the folder that `seq train` or `seq export` wrote.");
        }

        string[] candidates = [path, Path.Combine(path, inner)];
        return candidates.FirstOrDefault(exists);
    }

    private static void RequireFolder(string path, string kind, string origin)
    {
        if (!Directory.Exists(path))
        {
            var problem = File.Exists(path) ? "This is a file" : "There is no such folder";
            throw new ModelFormatException(path, $"{problem}; the folder of a {kind} was expected.", $"Check the path; {origin}.");
        }
    }
}
