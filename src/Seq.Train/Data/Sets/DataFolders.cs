using System.IO.Compression;
using System.Text;

namespace Seq.Train;

/// <summary>Where the files of registered sets lie: first a folder of the user's, which is read in place, then the cache that sets are fetched into.</summary>
public sealed class DataFolders
{
    /// <summary>Names the environment variable of the user's folder.</summary>
    public const string Variable = "SEQ_DATA";

    /// <param name="local">The user's folder; null for none.</param>
    /// <param name="cache">The cache; it need not exist.</param>
    /// <exception cref="DataException">The user's folder does not exist.</exception>
    public DataFolders(string? local, string cache)
    {
        ArgumentException.ThrowIfNullOrEmpty(cache);
        if (local is not null && !Directory.Exists(local))
        {
            throw new DataException($"{Variable} is '{local}', where no folder is. Set it to a folder with data, or unset it to use {cache}.");
        }

        (Local, Cache) = (local, cache);
    }

    /// <summary>The user's folder; null for none.</summary>
    public string? Local { get; }

    /// <summary>The cache.</summary>
    public string Cache { get; }

    /// <summary>The folders that the environment names: <c>SEQ_DATA</c>, and <c>seq</c> in <c>XDG_CACHE_HOME</c> or <c>~/.cache</c>.</summary>
    /// <exception cref="DataException"><c>SEQ_DATA</c> is no folder.</exception>
    public static DataFolders FromEnvironment()
    {
        var local = Environment.GetEnvironmentVariable(Variable);
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        var root = string.IsNullOrEmpty(cache) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache") : cache;
        return new(string.IsNullOrEmpty(local) ? null : local, Path.Combine(root, "seq"));
    }

    /// <summary>Finds a file, packed as <c>.gz</c> or not.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Its path; null where it is in neither folder.</returns>
    public string? Find(DataFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return (from folder in (string?[])[Local, Cache]
                where folder is not null
                from ending in (string[])["", ".gz"]
                let path = Path.Combine(folder, file.Path + ending)
                where File.Exists(path)
                select path).FirstOrDefault();
    }

    /// <summary>Opens a file's content; where its bytes end, its hash is checked.</summary>
    /// <exception cref="DataException">It is in neither folder, or cannot be read.</exception>
    internal Stream Open(DataFile file)
    {
        var path = Find(file) ?? throw Missing(file);
        try
        {
            Stream stream = File.OpenRead(path);
            return new HashingStream(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream, file.Sha256, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: the file cannot be read: {exception.Message} Check its permissions.", exception);
        }
    }

    /// <summary>Reads a file's lines.</summary>
    /// <exception cref="DataException">It is missing or damaged. A wrong hash shows behind the last line.</exception>
    internal IEnumerable<string> ReadLines(DataFile file)
    {
        using var stream = Open(file);
        foreach (var line in Utf8Lines.Read(stream, file.Path))
        {
            yield return line;
        }
    }

    /// <summary>Reads a file as one text.</summary>
    /// <exception cref="DataException">It is missing or damaged.</exception>
    internal string ReadText(DataFile file)
    {
        using var reader = new StreamReader(Open(file), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    internal DataException Missing(DataFile file)
    {
        var set = DataSets.All.FirstOrDefault(set => set.Files.Contains(file))?.Name ?? file.Path;
        var looked = string.Join(" and ", ((string?[])[Local, Cache]).OfType<string>());
        return new($"The file '{file.Path}' of the set '{set}' is not here; looked in {looked}. " + (file.Origin is null
            ? $"It cannot be fetched: put it (or {file.Path}.gz) into a folder and set {Variable} to that."
            : $"Run `seq data get {set}` to fetch it, or set {Variable} to a folder that has it."));
    }
}
