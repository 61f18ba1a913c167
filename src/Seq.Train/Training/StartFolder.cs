using System.Text.Json;
using System.Text.Json.Nodes;
using Seq.Model;

namespace Seq.Train;

/// <summary>The folder that a training was started in. Settings keep a path as it was given; one that is relative is found from there, wherever the run is measured or resumed.</summary>
/// <remarks>The file stands in the run's folder beside the checkpoints, whose bytes do not depend on where a training runs. It also says the way from the run, so that both can be moved together.</remarks>
internal sealed class StartFolder
{
    internal const string FileName = "started-in.json";
    private const string Folder = "folder";
    private const string FromRun = "from_run";
    private readonly string[] _folders;

    private StartFolder(params string[] folders) => _folders = folders;

    /// <summary>Whether settings name a file by a path that is relative.</summary>
    internal static bool Matters(DataSettings data) =>
        (data.NamesFile && !Path.IsPathRooted(data.Source)) || (data.MergesFile is { } merges && !Path.IsPathRooted(merges));

    /// <summary>Notes the current folder in that of a run.</summary>
    internal static void Write(string run)
    {
        var here = Directory.GetCurrentDirectory();
        var note = new JsonObject { [Folder] = here, [FromRun] = Path.GetRelativePath(Path.GetFullPath(run), here) };
        File.WriteAllText(Path.Combine(run, FileName), note.ToJsonString() + "\n");
    }

    /// <summary>Where the run of a checkpoint was started, if its folder says so.</summary>
    /// <param name="checkpoint">A checkpoint in the folder of its run.</param>
    /// <exception cref="ModelFormatException">The note is damaged.</exception>
    internal static StartFolder Of(Checkpoint checkpoint)
    {
        var run = Path.GetDirectoryName(Path.GetFullPath(checkpoint.FolderPath).TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(run ?? "", FileName);
        if (run is null || !File.Exists(path))
        {
            return new(); // Everything it reads has one path everywhere, or it was trained before this was noted.
        }

        try
        {
            var note = JsonNode.Parse(File.ReadAllText(path));
            return new(Path.GetFullPath((string)note![FromRun]!, run), (string)note[Folder]!);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException or NullReferenceException)
        {
            throw new ModelFormatException(path, $"The file cannot be read: {exception.Message}", "Remove it, and call the command in the folder that the training was started in.", exception);
        }
    }

    /// <summary>Finds a file: from the current folder, else from the one the training was started in.</summary>
    /// <param name="key">The setting.</param>
    /// <param name="path">The path as the setting says it.</param>
    /// <exception cref="DataException">It is relative, and nowhere.</exception>
    internal string Find(string key, string path)
    {
        if (Path.IsPathRooted(path) || File.Exists(path))
        {
            return path;
        }

        return _folders.Select(folder => Path.Combine(folder, path)).FirstOrDefault(File.Exists)
            ?? throw new DataException(
                $"{key}: the file '{path}' is not here; looked in {string.Join(" and ", _folders.Prepend(Directory.GetCurrentDirectory()).Distinct(StringComparer.Ordinal))}. "
                + "Put it back, or call the command in the folder that the path begins in.");
    }
}
