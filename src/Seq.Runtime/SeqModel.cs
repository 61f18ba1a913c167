using Microsoft.ML.OnnxRuntime;
using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>A trained model, opened from a bundle: text in, text, labels or tags out.</summary>
/// <remarks>
/// Immutable and thread-safe: one instance serves all threads, and calls at the same time share the weights. Each call takes buffers of
/// its own from a pool, so a server opens a model once and keeps it. Rows of a batch do not influence each other. An encoder-decoder
/// generates from a source and scores pairs, a language model continues and scores texts, a classifier and a tagger label them; a call
/// that the model's kind has not throws <see cref="ModelKindException"/>.
/// </remarks>
public sealed partial class SeqModel : IDisposable, IAsyncDisposable
{
    private readonly Bundle _bundle;
    private readonly ModelSessions _sessions;
    private readonly StepGraphs? _steps; // Null for a model that has no steps.
    private readonly SearchOptions? _defaultSearch;
    private readonly ModelLifetime _lifetime;
    private readonly ModelCalls _calls;

    private SeqModel(Bundle bundle, SeqModelOptions options, ModelSessions sessions)
    {
        (_bundle, Options, _sessions) = (bundle, options, sessions);
        _defaultSearch = SearchDefaults.Of(bundle);
        _steps = bundle.Manifest.Graphs.ContainsKey(GraphNames.Step) ? new(bundle, sessions) : null;
        Name = options.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(bundle.FolderPath)));
        _lifetime = new(nameof(SeqModel), Release, ReportOpen, options.TimeProvider);
        _calls = new(Name, _lifetime, options.MaxConcurrentCalls);
        Graphs = new(sessions, _steps, _lifetime, bundle);
    }

    /// <summary>The name of the model in metrics, traces and logs.</summary>
    public string Name { get; }

    /// <summary>The folder of the bundle.</summary>
    public string BundlePath => _bundle.FolderPath;

    /// <summary>The manifest of the bundle.</summary>
    public BundleManifest Manifest => _bundle.Manifest;

    /// <summary>What the model is.</summary>
    public ModelDescription Description => _bundle.Description;

    /// <summary>Tokens of the source side; a language model's only ones.</summary>
    public Vocabulary SourceVocabulary => _bundle.SourceVocabulary;

    /// <summary>Tokens of the target side; the labels of a classifier, the tags of a tagger.</summary>
    public Vocabulary TargetVocabulary => _bundle.TargetVocabulary;

    /// <summary>How the model was opened.</summary>
    public SeqModelOptions Options { get; }

    /// <summary>Where the graphs really run.</summary>
    public ProviderReport ProviderUsed => _sessions.Provider;

    /// <summary>The search of the bundle: its start and end token, maximum length and beam size. Change a copy by <c>with</c>.</summary>
    /// <exception cref="ModelKindException">The model generates nothing.</exception>
    public SearchOptions DefaultSearch => _defaultSearch ?? throw WrongKind("a search", "an encoder-decoder or a language model");

    /// <summary>The graphs by themselves, for parity checks.</summary>
    public BundleGraphs Graphs { get; }

    /// <summary>Opens a bundle. Every file is checked against its hash, and each graph against the manifest when it is loaded: at once, or when first asked for.</summary>
    /// <param name="bundlePath">The folder of the bundle.</param>
    /// <param name="options">Device, threads, memory; null for the defaults.</param>
    /// <exception cref="ModelFormatException">A file is missing, damaged or does not fit; the message names it.</exception>
    /// <exception cref="DescriptionException">The description contradicts itself.</exception>
    /// <exception cref="SeqModelOptionsException">The options are out of range; the exception lists every problem.</exception>
    /// <exception cref="ProviderNotAvailableException">The required provider, or ONNX Runtime itself, is not there.</exception>
    public static SeqModel Open(string bundlePath, SeqModelOptions? options = null) => OpenWith(bundlePath, options, addProvider: null);

    /// <summary>Opens a bundle.</summary>
    /// <param name="bundlePath">The folder of the bundle.</param>
    /// <param name="options">Device, threads, memory; null for the defaults.</param>
    /// <param name="addProvider">Adds the provider to the options of a session; null for ONNX Runtime's own way.</param>
    internal static SeqModel OpenWith(string bundlePath, SeqModelOptions? options, Action<SessionOptions, ProviderPolicy>? addProvider)
    {
        ArgumentNullException.ThrowIfNull(bundlePath);
        options ??= SeqModelOptions.Default;
        options.Validate();
        var bundle = Bundle.Open(bundlePath);
        var sessions = ModelSessions.Open(bundle, options, addProvider);
        try
        {
            return Create(bundle, options, sessions);
        }
        catch (ProviderNotAvailableException exception) when (!options.Provider.Required)
        {
            // The device runs the graphs, but gives no memory to keep states in or does not run the graph that moves them.
            return Create(bundle, options, ModelSessions.OpenOnCpu(bundle, options, exception.Reason));
        }
    }

    private static SeqModel Create(Bundle bundle, SeqModelOptions options, ModelSessions sessions)
    {
        try
        {
            var model = new SeqModel(bundle, options, sessions);
            if (options.Logger is { } logger)
            {
                LogOpened(logger, model.Name, model.Description.Kind, bundle.FolderPath, model.ProviderUsed);
            }

            return model;
        }
        catch
        {
            sessions.Dispose();
            throw;
        }
    }

    /// <summary>Releases the model. Calls in progress finish first; later ones throw <see cref="ObjectDisposedException"/>. Does not wait.</summary>
    public void Dispose() => _lifetime.Close();

    /// <summary>Releases the model as <see cref="Dispose"/> does, and waits until the last call in progress has ended.</summary>
    public ValueTask DisposeAsync()
    {
        _lifetime.Close();
        return new(_lifetime.Released);
    }

    /// <summary>Takes a step model out of the pool; the model is not released until the loan is disposed.</summary>
    internal StepModelPool.Loan LendSteps(ModelUse use = ModelUse.Steps) => (_steps ?? throw WrongKind("Generate", "an encoder-decoder or a language model")).Pool.Lend(_lifetime, use);

    /// <summary>How many inputs a call may work on together that asks for so many.</summary>
    private int BatchSize(int asked) => Math.Min(asked, Options.MaxBatchSize ?? int.MaxValue);

    private ModelKindException WrongKind(string call, string needed)
    {
        var instead = Description switch
        {
            ClassifierDescription => "Call Classify or ClassifyBatch.",
            TaggerDescription => "Call Tag or TagBatch.",
            _ => "Call Generate, GenerateBatch, GenerateStream or Score.",
        };
        return new(BundlePath, Description.Kind, call, needed, instead);
    }

    private void ReportOpen(string uses)
    {
        if (Options.Logger is { } logger)
        {
            LogStillOpen(logger, Name, uses);
        }
    }

    private void Release()
    {
        _steps?.Dispose();
        _sessions.Dispose();
        _calls.Dispose();
        if (Options.Logger is { } logger)
        {
            LogReleased(logger, Name);
        }
    }
}
