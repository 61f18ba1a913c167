using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Seq.Train.Tests;

/// <summary>Serves bytes on this machine, whole or from a place on, and can break off.</summary>
internal sealed class FileServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly Task _serving;

    internal FileServer()
    {
        (_listener, Address) = Listen(attempts: 10);
        _serving = Task.Run(ServeAsync);
    }

    internal string Address { get; }

    /// <summary>What it has, by path.</summary>
    internal ConcurrentDictionary<string, byte[]> Files { get; } = [];

    /// <summary>The ranges that were asked for; empty for a whole file.</summary>
    internal ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>So many bytes are sent before the connection ends; null sends all.</summary>
    internal int? BreaksOffAfter { get; set; }

    /// <summary>Whether it sends files from a place on.</summary>
    internal bool KnowsRanges { get; set; } = true;

    /// <summary>Is cancelled instead of breaking off, with the connection left open.</summary>
    internal CancellationTokenSource? Stalls { get; set; }

    public void Dispose()
    {
        _listener.Close();
        _serving.GetAwaiter().GetResult();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The test has ended, or the reader has gone.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var range = request.Headers["Range"] ?? "";
        Requests.Enqueue(range);
        if (!Files.TryGetValue(request.Url!.AbsolutePath, out var content))
        {
            response.StatusCode = 404;
            response.Close();
            return;
        }

        var start = 0;
        if (KnowsRanges && range.Length > 0)
        {
            start = int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture);
            response.StatusCode = 206;
            response.Headers["Content-Range"] = $"bytes {start}-{content.Length - 1}/{content.Length}";
        }

        response.ContentLength64 = content.Length - start;
        var end = Math.Min(content.Length, start + (BreaksOffAfter ?? content.Length));
        await response.OutputStream.WriteAsync(content.AsMemory(start, end - start));
        await response.OutputStream.FlushAsync();
        if (end == content.Length)
        {
            response.Close();
        }
        else if (Stalls is { } stalls)
        {
            await Task.Delay(200);
            await stalls.CancelAsync();
        }
        else
        {
            await Task.Delay(100); // What was sent shall arrive before the end does.
            response.Abort();
        }
    }

    /// <summary>Listens on a free port; another process may take it between the look and the start.</summary>
    private static (HttpListener Listener, string Address) Listen(int attempts)
    {
        string address;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }

        var listener = new HttpListener { Prefixes = { address } };
        try
        {
            listener.Start();
            return (listener, address);
        }
        catch (HttpListenerException) when (attempts > 1)
        {
            return Listen(attempts - 1);
        }
    }
}
