using Google.Protobuf;
using Seq.Model;

namespace Seq.Export;

/// <summary>Turns a checkpoint into a bundle of ONNX graphs. Needs neither the training library nor ONNX Runtime.</summary>
public static class BundleExporter
{
    // A tensor is converted in an array of bytes, which holds somewhat less than 2 GiB; together they may be of any size.
    private const long MaxTensorBytes = 2_000_000_000;

    // Weights inside of graphs: a protobuf message holds less than 2 GiB, structure included.
    private const long MaxInlineBytes = 1_000_000_000;

    /// <summary>
    /// Writes a bundle: the graphs of the model's kind (<c>encode</c>, <c>step</c>, <c>score</c> and <c>generate-greedy</c> of an encoder-decoder, the last three of
    /// a language model, <c>score</c> of a classifier or tagger), the decoders that the options ask for, the vocabularies, a model card, a report and, when the
    /// checkpoint has one, its golden pack.
    /// </summary>
    /// <remarks>The same checkpoint and options give the same bytes. An existing bundle is replaced as a whole.</remarks>
    /// <param name="checkpoint">The trained model.</param>
    /// <param name="bundlePath">The bundle's folder.</param>
    /// <param name="options">How to export; <see cref="ExportOptions.Default"/> if left out.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="ExportException">The options are not valid, the kind of model cannot be exported, or a weight is not a finite number.</exception>
    /// <exception cref="ModelFormatException">The checkpoint was damaged or replaced since it was opened.</exception>
    /// <exception cref="ModelStorageException">The folder cannot be written, or holds files that are not a bundle's.</exception>
    public static ExportReport Export(Checkpoint checkpoint, string bundlePath, ExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentException.ThrowIfNullOrEmpty(bundlePath);
        options ??= ExportOptions.Default;
        options.Validate();
        CheckDecoders(checkpoint.Description, options);
        CheckSizes(checkpoint.Description);

        using var file = checkpoint.OpenWeights();
        checkpoint.Verify(Checkpoint.WeightsFile); // The file that is open now, whatever a training writes next.
        var weights = new ModelWeights(file, checkpoint.Description, options);
        var graphs = GraphTarget.Finish(Build(checkpoint.Description, weights, options), checkpoint, options);
        var cells = Cells(checkpoint.Description, weights);
        var summaries = new SortedDictionary<string, OnnxModelSummary>(StringComparer.Ordinal);
        var manifest = new BundleManifest
        {
            Description = checkpoint.Description,
            Graphs = new(graphs.ToDictionary(graph => graph.Name, graph => graph.ToEntry()), StringComparer.Ordinal),
            Decoding = new() { MaxLength = options.MaxLength, BeamSize = options.BeamSize },
            WeightsSha256 = checkpoint.WeightsSha256,
            Files = [],
        };
        var written = Bundle.Write(bundlePath, manifest, checkpoint.SourceVocabulary, checkpoint.TargetVocabulary, folder =>
        {
            WriteGraphs(folder, graphs, checkpoint.Description, options, summaries);
            if (checkpoint.Files.Contains(Checkpoint.GoldenFile))
            {
                File.Copy(checkpoint.PathOf(Checkpoint.GoldenFile), Path.Combine(folder, Checkpoint.GoldenFile));
                checkpoint.Verify(Checkpoint.GoldenFile);
            }

            ModelCard.Write(folder, checkpoint, cells, summaries, options);
            ReportFile.Write(folder, checkpoint.Description, cells, summaries);
        });
        return new()
        {
            BundlePath = bundlePath, ParameterCount = checkpoint.Description.ParameterCount, Cells = cells, Files = written.Files, Graphs = summaries,
        };
    }

    private static IReadOnlyList<CellReport> Cells(ModelDescription description, ModelWeights weights) => description switch
    {
        EncoderDecoderDescription model => [new EncoderPart(model, weights).Report, new DecoderPart(model, weights).Report],
        LanguageModelDescription model => [new LanguageModelPart(model, weights).Report],
        ClassifierDescription model => [new ClassifierPart(model, weights).Report],
        TaggerDescription model => [TaggerGraph.Report(model, weights)],
        _ => [],
    };

    private static void CheckDecoders(ModelDescription description, ExportOptions options)
    {
        var decodes = description is EncoderDecoderDescription or LanguageModelDescription;
        if (!decodes && (options.BeamGraph is not null || options.SampleGraph))
        {
            throw new ExportException($"A {description.Kind} generates no tokens, so it has no beam search and no sampling; leave BeamGraph and SampleGraph out.");
        }

        if (!decodes && (options.AllSearchInputs || options.AttentionOutputs))
        {
            throw new ExportException($"A {description.Kind} has no graphs that generate tokens; leave AllSearchInputs and AttentionOutputs out.");
        }

        if (options.AttentionOutputs && description is not EncoderDecoderDescription { Attention: not null })
        {
            throw new ExportException("The model has no attention that its graphs could return; leave AttentionOutputs out.");
        }

        if (options.TextGraph && description is not EncoderDecoderDescription)
        {
            throw new ExportException($"A text graph is written for encoder-decoders; this is a {description.Kind}. Leave TextGraph out.");
        }
    }

    private static IReadOnlyList<BundleGraph> Build(ModelDescription description, ModelWeights weights, ExportOptions options) => description switch
    {
        EncoderDecoderDescription model =>
        [
            EncodeGraph.Build(model, weights), StepGraph.Build(model, weights), ScoreGraph.Build(model, weights),
            .. Searches(() => new EncoderDecoderGenerator(model, weights), options),
        ],
        LanguageModelDescription model =>
        [
            LanguageModelGraphs.Step(model, weights), LanguageModelGraphs.Score(model, weights),
            .. Searches(() => new LanguageModelGenerator(model, weights), options),
        ],
        ClassifierDescription model => [new ClassifierPart(model, weights).Score()],
        TaggerDescription model => [TaggerGraph.Score(model, weights)],
        _ => throw new ExportException($"A model of kind {description.Kind} cannot be exported by this version of Seq."),
    };

    private static IEnumerable<BundleGraph> Searches(Func<IGenerator> model, ExportOptions options)
    {
        yield return GreedyGraph.Build(model(), options);
        if (options.BeamGraph is { } beam)
        {
            yield return BeamGraph.Build(model(), beam, options);
        }

        if (options.SampleGraph)
        {
            yield return SampleGraph.Build(model(), options);
        }
    }

    internal static void CheckSizes(ModelDescription description)
    {
        foreach (var parameter in description.Parameters)
        {
            CheckSize(parameter.Name, parameter.Shape);
        }
    }

    internal static void CheckSize(string name, IReadOnlyList<int> shape)
    {
        var bytes = shape.Aggregate((long)sizeof(float), (product, size) => product * size);
        if (bytes > MaxTensorBytes)
        {
            throw new ExportException(
                $"Tensor '{name}' of shape [{string.Join(", ", shape)}] has {bytes} bytes; at most {MaxTensorBytes} can be exported. " +
                "Train a model with a smaller vocabulary or hidden size, or export without folded embeddings.");
        }
    }

    private static void WriteGraphs(
        string folder,
        IReadOnlyList<BundleGraph> graphs,
        ModelDescription description,
        ExportOptions options,
        SortedDictionary<string, OnnxModelSummary> summaries)
    {
        using var weights = SharesWeights(graphs, options) ? new WeightsFile(folder) : null;
        foreach (var graph in graphs)
        {
            var model = ModelFile.Create(graph, description, weights);
            summaries.Add(graph.Name, OnnxModelSummary.Of(graph.File, model));
            using var output = File.Create(Path.Combine(folder, graph.File));
            model.WriteTo(output);
        }
    }

    /// <summary>Whether weights go into one file: when there are many, or a large table that several graphs look up.</summary>
    private static bool SharesWeights(IReadOnlyList<BundleGraph> graphs, ExportOptions options)
    {
        var tensors = graphs.SelectMany(graph => graph.Initializers).GroupBy(data => data.Name, StringComparer.Ordinal).ToList();
        return tensors.Sum(group => (long)group.First().Data.Length) > Math.Min(options.ExternalDataThreshold, MaxInlineBytes)
            || tensors.Any(group => group.Key.EndsWith(CellWeights.TableSuffix, StringComparison.Ordinal)
                && group.Count() > 1 && group.First().Data.Length > ExportOptions.LargestRepeatedTable);
    }
}
