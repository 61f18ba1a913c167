namespace Seq.Model;

/// <summary>An exported model in a folder: graphs, vocabularies, manifest. See docs/bundle-format.md.</summary>
public sealed class Bundle
{
    /// <summary>Name of the manifest's file.</summary>
    public const string ManifestFile = "seq.json";

    /// <summary>Name of the weights that graphs share, where they are not inside of them.</summary>
    public const string WeightsFile = "weights.bin";

    private const string Origin = "`seq export` writes one";

    private Bundle(string path, BundleManifest manifest, Vocabulary source, Vocabulary target)
    {
        FolderPath = path;
        Manifest = manifest;
        SourceVocabulary = source;
        TargetVocabulary = target;
    }

    /// <summary>The folder.</summary>
    public string FolderPath { get; }

    /// <summary>The manifest.</summary>
    public BundleManifest Manifest { get; }

    /// <summary>What the model is.</summary>
    public ModelDescription Description => Manifest.Description;

    /// <summary>Tokens of the source side.</summary>
    public Vocabulary SourceVocabulary { get; }

    /// <summary>Tokens of the target side.</summary>
    public Vocabulary TargetVocabulary { get; }

    /// <summary>Whether a folder looks like a bundle (it may still be damaged).</summary>
    /// <param name="path">The folder.</param>
    public static bool Exists(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ModelFolder.Exists(path, ManifestFile);
    }

    /// <summary>Opens a bundle: every file is checked against its hash, the description against the vocabularies, the graphs' bindings against each other.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="ModelFormatException">A file is missing, damaged or does not fit; the message names it.</exception>
    public static Bundle Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ModelFolder.ReadStable(path, ManifestFile, () => Read(path));
    }

    /// <summary>Writes a bundle, replacing the folder as a whole. The same content gives the same bytes.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="manifest">The manifest; its files are filled in here.</param>
    /// <param name="source">Tokens of the source side.</param>
    /// <param name="target">Tokens of the target side.</param>
    /// <param name="writeFiles">Writes the graphs and any further file into the folder given.</param>
    /// <returns>The manifest as written.</returns>
    /// <exception cref="DescriptionException">The description contradicts itself.</exception>
    /// <exception cref="ModelFormatException">The manifest does not fit the vocabularies, the files or itself; the folder is as before.</exception>
    /// <exception cref="ModelStorageException">The folder cannot be written, or holds files that are not a bundle's.</exception>
    public static BundleManifest Write(string path, BundleManifest manifest, Vocabulary source, Vocabulary target, Action<string> writeFiles)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(writeFiles);
        manifest.Description.Validate();
        VocabularyFit.Check(path, manifest.Description, source, target);
        BundleChecks.Check(Path.Combine(path, ManifestFile), manifest);
        var written = manifest;
        AtomicFolder.Replace(path, ManifestFile, folder =>
        {
            File.WriteAllBytes(Path.Combine(folder, Checkpoint.SourceVocabularyFile), VocabularyFile.ToBytes(source));
            File.WriteAllBytes(Path.Combine(folder, Checkpoint.TargetVocabularyFile), VocabularyFile.ToBytes(target));
            writeFiles(folder);
            written = manifest with
            {
                FormatVersion = BundleManifest.CurrentVersion,
                Graphs = new(manifest.Graphs, StringComparer.Ordinal),
                Files = ModelFolder.RecordFiles(folder, Path.Combine(folder, ManifestFile), RequiredFiles(manifest)),
            };
            File.WriteAllBytes(Path.Combine(folder, ManifestFile), JsonFile.ToBytes(written, ModelJson.Default.BundleManifest));
        });
        return written;
    }

    /// <summary>The path of a graph's file.</summary>
    /// <param name="graph">The graph's name; see <see cref="GraphNames"/>.</param>
    /// <exception cref="ModelFormatException">The bundle has no such graph.</exception>
    public string PathOf(string graph) => Path.Combine(FolderPath, Graph(graph).File);

    /// <summary>The manifest's entry of a graph.</summary>
    /// <param name="graph">The graph's name; see <see cref="GraphNames"/>.</param>
    /// <exception cref="ModelFormatException">The bundle has no such graph.</exception>
    public GraphEntry Graph(string graph) => Manifest.Graphs.TryGetValue(graph, out var entry)
        ? entry
        : throw new ModelFormatException(
            FolderPath, $"The bundle has no graph '{graph}'; it has {string.Join(", ", Manifest.Graphs.Keys)}.", "Export the model again with that graph.");

    /// <summary>
    /// Checks the files of graphs, and the weights beside them, against their hashes once more. What was read from their paths before is then what this
    /// bundle was opened with, and not that of an export which has replaced the folder meanwhile.
    /// </summary>
    /// <param name="graphs">The graphs' names; see <see cref="GraphNames"/>.</param>
    /// <exception cref="ModelFormatException">A file is missing or has changed, or the bundle has no such graph.</exception>
    public void Verify(params IReadOnlyCollection<string> graphs)
    {
        ArgumentNullException.ThrowIfNull(graphs);
        var manifestPath = Path.Combine(FolderPath, ManifestFile);
        foreach (var name in graphs.Select(graph => Graph(graph).File).Append(WeightsFile).Distinct(StringComparer.Ordinal))
        {
            if (Manifest.Files.TryGetValue(name, out var record))
            {
                record.Verify(Model.FolderPath.Resolve(manifestPath, FolderPath, name), manifestPath);
            }
        }
    }

    private static Bundle Read(string path)
    {
        var manifestPath = Path.Combine(path, ManifestFile);
        var manifest = ModelFolder.ReadManifest(
            path, ManifestFile, "bundle", Origin, BundleManifest.CurrentVersion, ModelJson.Default.BundleManifest);
        ModelFolder.Validate(manifestPath, manifest.Description);
        BundleChecks.Check(manifestPath, manifest);
        ModelFolder.VerifyFiles(path, manifestPath, manifest.Files, RequiredFiles(manifest));
        var source = VocabularyFile.Read(Path.Combine(path, Checkpoint.SourceVocabularyFile));
        var target = VocabularyFile.Read(Path.Combine(path, Checkpoint.TargetVocabularyFile));
        VocabularyFit.Check(path, manifest.Description, source, target);
        return new(path, manifest, source, target);
    }

    private static IEnumerable<string> RequiredFiles(BundleManifest manifest) =>
        [Checkpoint.SourceVocabularyFile, Checkpoint.TargetVocabularyFile, .. manifest.Graphs.Values.Select(graph => graph.File)];
}
