using Microsoft.ML.OnnxRuntime;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>A graph of a bundle, loaded. Safe to run from several threads at once.</summary>
internal sealed class GraphSession : IDisposable
{
    private GraphSession(string name, string path, GraphEntry entry, InferenceSession session) =>
        (Name, FilePath, Entry, Session) = (name, path, entry, session);

    internal string Name { get; }

    internal string FilePath { get; }

    internal GraphEntry Entry { get; }

    internal InferenceSession Session { get; }

    /// <summary>Loads a graph from its file, so that weights beside it are found, and checks it against the manifest.</summary>
    /// <exception cref="ModelFormatException">The file is damaged, ONNX Runtime refuses it, or it is not what the manifest says.</exception>
    internal static GraphSession Load(Bundle bundle, string name, SessionOptions options)
    {
        var (path, entry) = (bundle.PathOf(name), bundle.Graph(name));
        InferenceSession session;
        OnnxFileCheck.Check(path); // What comes out of a native parser that meets a damaged file is not always an exception.
        try
        {
            session = new InferenceSession(path, options);
        }
        catch (Exception exception) when (NativeFailure.Is(exception))
        {
            throw new ModelFormatException(
                path, $"ONNX Runtime cannot load this graph: {exception.Message}",
                "Export the model again; if this machine's ONNX Runtime is older than the exporter's, update it.", exception);
        }

        try
        {
            GraphChecks.Check(path, entry, session);
            return new(name, path, entry, session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Runs the graph into tensors that ONNX Runtime allocates.</summary>
    /// <param name="options">Carries the wish to stop.</param>
    /// <param name="inputs">Every input by name.</param>
    /// <param name="outputs">The outputs wanted.</param>
    /// <param name="cancellationToken">What made <paramref name="options"/> stop, if it did.</param>
    /// <exception cref="InferenceException">ONNX Runtime failed, or an output has another shape than the manifest says.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal IDisposableReadOnlyCollection<OrtValue> Run(
        RunOptions options, IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyCollection<string> outputs, CancellationToken cancellationToken)
    {
        IDisposableReadOnlyCollection<OrtValue> found;
        try
        {
            found = Session.Run(options, inputs, outputs);
        }
        catch (Exception exception) when (NativeFailure.Is(exception))
        {
            throw Explain(exception, cancellationToken);
        }

        try
        {
            OutputShapes.Check(FilePath, Entry, inputs, outputs, found);
            return found;
        }
        catch
        {
            found.Dispose();
            throw;
        }
    }

    /// <summary>The exception to throw for a failure while running.</summary>
    internal Exception Explain(Exception exception, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? new OperationCanceledException($"Cancelled inside the graph '{Name}'.", exception, cancellationToken)
        : new InferenceException(FilePath, exception);

    public void Dispose() => Session.Dispose();
}
