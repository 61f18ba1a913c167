using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>A trained model, opened from a bundle: text in, text out.</summary>
/// <remarks>
/// Immutable and thread-safe: one instance serves all threads, and calls at the same time share the weights. Each call takes buffers of
/// its own from a pool, so a server opens a model once and keeps it. Rows of a batch do not influence each other.
/// </remarks>
public sealed partial class SeqModel : IDisposable
{
    private readonly Bundle _bundle;
    private readonly ModelSessions _sessions;
    private readonly StepContract _contract;
    private readonly StepModelPool _pool;
    private readonly ModelLifetime _lifetime;

    private SeqModel(Bundle bundle, SeqModelOptions options, SearchOptions defaultSearch, ModelSessions sessions, StepContract contract)
    {
        (_bundle, Options, DefaultSearch, _sessions, _contract) = (bundle, options, defaultSearch, sessions, contract);
        var (encode, step) = (sessions[GraphNames.Encode], sessions[GraphNames.Step]);
        var bind = sessions.Provider.Provider == ExecutionProvider.Cpu;
        _pool = new(() => new OrtStepModel(encode, step, contract, bind));
        _lifetime = new(nameof(SeqModel), () =>
        {
            _pool.Dispose();
            _sessions.Dispose();
        });
        Graphs = new(sessions, _pool, _lifetime, bundle);
    }

    /// <summary>The folder of the bundle.</summary>
    public string BundlePath => _bundle.FolderPath;

    /// <summary>The manifest of the bundle.</summary>
    public BundleManifest Manifest => _bundle.Manifest;

    /// <summary>What the model is.</summary>
    public ModelDescription Description => _bundle.Description;

    /// <summary>Tokens of the source side.</summary>
    public Vocabulary SourceVocabulary => _bundle.SourceVocabulary;

    /// <summary>Tokens of the target side.</summary>
    public Vocabulary TargetVocabulary => _bundle.TargetVocabulary;

    /// <summary>How the model was opened.</summary>
    public SeqModelOptions Options { get; }

    /// <summary>Where the graphs really run.</summary>
    public ProviderReport ProviderUsed => _sessions.Provider;

    /// <summary>The search of the bundle: its start and end token, maximum length and beam size. Change a copy by <c>with</c>.</summary>
    public SearchOptions DefaultSearch { get; }

    /// <summary>The graphs by themselves, for parity checks.</summary>
    public BundleGraphs Graphs { get; }

    /// <summary>Opens a bundle. Every file is checked against its hash and every graph against the manifest.</summary>
    /// <param name="bundlePath">The folder of the bundle.</param>
    /// <param name="options">Device, threads, memory; null for the defaults.</param>
    /// <exception cref="ModelFormatException">A file is missing, damaged or does not fit; the message names it.</exception>
    /// <exception cref="DescriptionException">The description contradicts itself.</exception>
    /// <exception cref="SeqModelOptionsException">The options are out of range; the exception lists every problem.</exception>
    /// <exception cref="ProviderNotAvailableException">The required provider, or ONNX Runtime itself, is not there.</exception>
    public static SeqModel Open(string bundlePath, SeqModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(bundlePath);
        options ??= SeqModelOptions.Default;
        options.Validate();
        var bundle = Bundle.Open(bundlePath);
        var search = SearchDefaults.Of(bundle);
        var contract = new StepContract(bundle.PathOf(GraphNames.Step), bundle.Graph(GraphNames.Step), bundle.Graph(GraphNames.Encode));
        return new(bundle, options, search, ModelSessions.Open(bundle, options), contract);
    }

    /// <summary>Releases the model. Calls in progress finish first; later ones throw <see cref="ObjectDisposedException"/>. Does not wait.</summary>
    public void Dispose() => _lifetime.Close();
}
