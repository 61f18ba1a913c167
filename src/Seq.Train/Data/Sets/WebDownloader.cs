using System.Net;
using System.Net.Http.Headers;

namespace Seq.Train;

/// <summary>Fetches files over HTTP; a file that is partly there is asked for from its end on.</summary>
internal static class WebDownloader
{
    /// <summary>So much of a silent connection is enough.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Fetches a file, going on where an earlier call stopped.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="path">Where it is put.</param>
    /// <param name="cancellationToken">Stops the fetch and leaves what has come.</param>
    /// <exception cref="DataException">The address gives no such file, or the connection fails.</exception>
    internal static void Download(Uri address, string path, CancellationToken cancellationToken)
    {
        var partial = path + ".part";
        try
        {
            using (var file = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)) // One fetch at a time.
            {
                file.Seek(0, SeekOrigin.End);
                FetchAsync(address, file, cancellationToken).GetAwaiter().GetResult();
            }

            File.Move(partial, path, overwrite: true);
        }
        catch (HttpRequestException exception)
        {
            throw Failed(address, exception.StatusCode is { } status ? $"the server answers {(int)status} {status}" : exception.Message.TrimEnd('.'), exception);
        }
        catch (HttpIOException exception)
        {
            throw Failed(address, exception.Message.TrimEnd('.'), exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(address, $"nothing came for {Patience.TotalSeconds:0} seconds", exception);
        }
    }

    private static async Task FetchAsync(Uri address, FileStream file, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (file.Position > 0)
        {
            request.Headers.Range = new RangeHeaderValue(file.Position, null);
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && response.Content.Headers.ContentRange?.Length == file.Length)
        {
            return; // All of it came before.
        }

        response.EnsureSuccessStatusCode();
        if (response.StatusCode != HttpStatusCode.PartialContent || response.Content.Headers.ContentRange?.From != file.Position)
        {
            file.SetLength(0); // The server sends it from the beginning.
        }

        var buffer = new byte[1 << 16];
        var content = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        while (await content.ReadAsync(buffer, patience.Token).ConfigureAwait(false) is > 0 and var read)
        {
            patience.CancelAfter(Patience);
            await file.WriteAsync(buffer.AsMemory(0, read), patience.Token).ConfigureAwait(false);
        }
    }

    private static DataException Failed(Uri address, string why, Exception exception) => new(
        $"{address} cannot be fetched: {why}. Check the connection and try again (it goes on where it stopped), or set {DataFolders.Variable} to a folder that has the data.", exception);
}
