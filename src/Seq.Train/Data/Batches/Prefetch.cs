using System.Threading.Channels;

namespace Seq.Train;

/// <summary>Makes batches on a thread of its own while the one before is trained on.</summary>
internal static class Prefetch
{
    /// <summary>The same items in the same order, a few made ahead.</summary>
    /// <param name="items">What to make; it is enumerated on one other thread, and not beyond what is asked for plus <paramref name="ahead"/> and one in the making.</param>
    /// <param name="ahead">Items that may wait, at least 1.</param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <remarks>An exception of the source is thrown, unwrapped, where its item would have come. Leaving the loop early stops the thread before it makes another.</remarks>
    internal static IEnumerable<T> Run<T>(IEnumerable<T> items, int ahead, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ahead, 1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = Channel.CreateBounded<T>(new BoundedChannelOptions(ahead) { SingleReader = true, SingleWriter = true });
        var producer = Task.Factory.StartNew(
            () => Produce(items, channel.Writer, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            while (Next(channel.Reader, cancellationToken, out var item))
            {
                yield return item;
            }
        }
        finally
        {
            stop.Cancel();
            producer.GetAwaiter().GetResult();
        }
    }

    private static bool Next<T>(ChannelReader<T> reader, CancellationToken cancellationToken, out T item)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.TryRead(out item!))
            {
                return true;
            }

            if (!reader.WaitToReadAsync(cancellationToken).AsTask().GetAwaiter().GetResult())
            {
                return false;
            }
        }
    }

    private static void Produce<T>(IEnumerable<T> items, ChannelWriter<T> writer, CancellationToken stop)
    {
        try
        {
            foreach (var item in items)
            {
                writer.WriteAsync(item, stop).AsTask().GetAwaiter().GetResult();
            }

            writer.Complete();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            writer.Complete();
        }
#pragma warning disable CA1031 // Whatever it is belongs to the reader, who gets it instead of the item.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            writer.Complete(exception);
        }
    }
}
