using Seq.Decoding;
using Seq.Decoding.Sessions;

namespace Seq.Runtime;

/// <summary>A step graph with buffers, as a call uses it: begun with a batch, searched, and put back for the next call.</summary>
internal interface IRowModel : IAttentionModel, ISnapshotModel, IDisposable
{
    /// <summary>Reads a batch of sources; afterwards there is a row for each, in its initial state.</summary>
    /// <param name="source">The sources.</param>
    /// <param name="maxRows">The most rows that the search will ask for; more are possible, but cost.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InferenceException">ONNX Runtime failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Begin(SourceBatch source, int maxRows, CancellationToken cancellationToken);

    /// <summary>Makes rows whose states are zeros, for a model without an encoder.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="maxRows">The most rows that the search will ask for.</param>
    public void BeginEmpty(int rows, int maxRows);

    /// <summary>Forgets what the last call may still say, before the model waits for the next one.</summary>
    public void End();
}
