namespace Seq.Model;

/// <summary>A trained model in a folder: description, vocabularies, weights, and the files that resuming needs. See docs/checkpoint-format.md.</summary>
public sealed class Checkpoint
{
    /// <summary>Name of the description's file.</summary>
    public const string DescriptionFile = "model.json";

    /// <summary>Name of the source vocabulary's file.</summary>
    public const string SourceVocabularyFile = "source.vocab.json";

    /// <summary>Name of the target vocabulary's file.</summary>
    public const string TargetVocabularyFile = "target.vocab.json";

    /// <summary>Name of the weights' file.</summary>
    public const string WeightsFile = "weights.safetensors";

    /// <summary>Name of the golden pack: inputs and the trainer's outputs on them, copied into a bundle on export. See <see cref="GoldenPack"/>.</summary>
    public const string GoldenFile = "golden.safetensors";

    internal const string ManifestFile = "checkpoint.json";
    internal const int FormatVersion = 1;
    private const string Origin = "`seq train` writes one";
    private static readonly string[] RequiredFiles = [DescriptionFile, SourceVocabularyFile, TargetVocabularyFile, WeightsFile];
    private readonly CheckpointManifest _manifest;

    private Checkpoint(string path, CheckpointManifest manifest, ModelDescription description, Vocabulary source, Vocabulary target)
    {
        FolderPath = path;
        _manifest = manifest;
        Description = description;
        SourceVocabulary = source;
        TargetVocabulary = target;
    }

    /// <summary>The folder.</summary>
    public string FolderPath { get; }

    /// <summary>What the model is.</summary>
    public ModelDescription Description { get; }

    /// <summary>Tokens of the source side.</summary>
    public Vocabulary SourceVocabulary { get; }

    /// <summary>Tokens of the target side.</summary>
    public Vocabulary TargetVocabulary { get; }

    /// <summary>Names of all files, hash-checked when the checkpoint was opened.</summary>
    public IReadOnlyCollection<string> Files => _manifest.Files.Keys;

    /// <summary>SHA-256 of the file of weights, in lower-case hexadecimal.</summary>
    public string WeightsSha256 => _manifest.Files[WeightsFile].Sha256;

    /// <summary>Whether a folder looks like a checkpoint (it may still be damaged).</summary>
    /// <param name="path">The folder.</param>
    public static bool Exists(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ModelFolder.Exists(path, ManifestFile);
    }

    /// <summary>Opens a checkpoint: every file is checked against its hash, the description against the vocabularies and the weights.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="ModelFormatException">A file is missing, damaged or does not fit; the message names it.</exception>
    public static Checkpoint Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ModelFolder.ReadStable(path, ManifestFile, () => Read(path));
    }

    /// <summary>Writes a checkpoint, replacing the folder as a whole: a kill at any instant leaves the old one or the new one.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="description">What the model is.</param>
    /// <param name="source">Tokens of the source side.</param>
    /// <param name="target">Tokens of the target side.</param>
    /// <param name="weights">Every parameter of the description, by its name.</param>
    /// <param name="more">Writes further files (what resuming needs) into the folder given; null for none.</param>
    /// <exception cref="DescriptionException">The description contradicts itself.</exception>
    /// <exception cref="ModelFormatException">Vocabularies or weights do not fit the description; the folder is as before.</exception>
    /// <exception cref="ModelStorageException">The folder cannot be written, or holds files that are not a checkpoint's.</exception>
    public static void Write(
        string path, ModelDescription description, Vocabulary source, Vocabulary target, SafetensorsWriter weights, Action<string>? more = null)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(weights);
        description.Validate();
        VocabularyFit.Check(path, description, source, target);
        AtomicFolder.Replace(path, ManifestFile, folder =>
        {
            File.WriteAllBytes(Path.Combine(folder, DescriptionFile), JsonFile.ToBytes(description, ModelJson.Default.ModelDescription));
            File.WriteAllBytes(Path.Combine(folder, SourceVocabularyFile), VocabularyFile.ToBytes(source));
            File.WriteAllBytes(Path.Combine(folder, TargetVocabularyFile), VocabularyFile.ToBytes(target));
            weights.Write(Path.Combine(folder, WeightsFile));
            CheckWeights(Path.Combine(folder, WeightsFile), description);
            more?.Invoke(folder);
            var files = ModelFolder.RecordFiles(folder, Path.Combine(folder, ManifestFile), RequiredFiles);
            var manifest = new CheckpointManifest { FormatVersion = FormatVersion, Files = files };
            File.WriteAllBytes(Path.Combine(folder, ManifestFile), JsonFile.ToBytes(manifest, ModelJson.Default.CheckpointManifest));
        });
    }

    /// <summary>Opens the weights.</summary>
    public SafetensorsFile OpenWeights() => SafetensorsFile.Open(Path.Combine(FolderPath, WeightsFile));

    /// <summary>The path of a further file.</summary>
    /// <param name="name">Its name in the folder.</param>
    /// <exception cref="ModelFormatException">The checkpoint has no such file.</exception>
    public string PathOf(string name) => _manifest.Files.ContainsKey(name)
        ? Path.Combine(FolderPath, name)
        : throw new ModelFormatException(FolderPath, $"The checkpoint has no file '{name}'.", "Train again, or take a checkpoint that `seq train` wrote.");

    /// <summary>
    /// Checks a file against its hash once more. What was read from its path before is then what this checkpoint was opened with, and not that of a
    /// training which has replaced the folder meanwhile.
    /// </summary>
    /// <param name="name">Its name in the folder.</param>
    /// <exception cref="ModelFormatException">The file is missing or has changed, or the checkpoint has no such file.</exception>
    public void Verify(string name)
    {
        var path = PathOf(name);
        _manifest.Files[name].Verify(path, Path.Combine(FolderPath, ManifestFile));
    }

    private static Checkpoint Read(string path)
    {
        var manifestPath = Path.Combine(path, ManifestFile);
        var manifest = ModelFolder.ReadManifest(path, ManifestFile, "checkpoint", Origin, FormatVersion, ModelJson.Default.CheckpointManifest);
        ModelFolder.VerifyFiles(path, manifestPath, manifest.Files, RequiredFiles);
        var descriptionPath = Path.Combine(path, DescriptionFile);
        var description = JsonFile.Read(descriptionPath, ModelFolder.MaxManifestBytes, ModelJson.Default.ModelDescription);
        ModelFolder.Validate(descriptionPath, description);
        var source = VocabularyFile.Read(Path.Combine(path, SourceVocabularyFile));
        var target = VocabularyFile.Read(Path.Combine(path, TargetVocabularyFile));
        VocabularyFit.Check(path, description, source, target);
        CheckWeights(Path.Combine(path, WeightsFile), description);
        return new(path, manifest, description, source, target);
    }

    private static void CheckWeights(string path, ModelDescription description)
    {
        using var weights = SafetensorsFile.Open(path);
        var parameters = description.Parameters;
        foreach (var parameter in parameters)
        {
            var entry = weights.Find(parameter.Name);
            if (entry.Type != TensorType.Float32 || !entry.Shape.SequenceEqual(parameter.Shape.Select(size => (long)size)))
            {
                throw new ModelFormatException(
                    path, $"Tensor '{parameter.Name}' is {entry.Type.SafetensorsName()} {entry.ShapeText}, but {DescriptionFile} needs F32 {parameter.ShapeText}.",
                    "Take description and weights of the same training.");
            }
        }

        if (weights.Entries.Count != parameters.Count)
        {
            var known = parameters.Select(parameter => parameter.Name).ToHashSet();
            var surplus = weights.Entries.First(entry => !known.Contains(entry.Name)).Name;
            throw new ModelFormatException(
                path, $"Tensor '{surplus}' belongs to no part of the model that {DescriptionFile} describes.", "Take description and weights of the same training.");
        }
    }
}
