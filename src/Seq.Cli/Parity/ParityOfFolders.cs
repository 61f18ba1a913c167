using Seq.Cli.Evaluation;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Parity;

/// <summary>Runs parity on a checkpoint and a bundle on disk.</summary>
internal static class ParityOfFolders
{
    /// <summary>Inputs that are compared unless the user says otherwise.</summary>
    internal const int DefaultSamples = 1000;

    /// <summary>Seed of the inputs unless the user says otherwise.</summary>
    internal const ulong DefaultSeed = 1;

    /// <summary>Compares them.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="bundlePath">The folder of the bundle.</param>
    /// <param name="samples">How many inputs.</param>
    /// <param name="seed">What they are drawn from.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <param name="limits">How large inputs are; null for the usual.</param>
    /// <param name="time">Tells the time that stands in the report; null for the system's.</param>
    /// <param name="open">Opens the bundle on what shall run its graphs; null for the CPU.</param>
    /// <exception cref="ModelFormatException">One of them is damaged, or they are different models.</exception>
    internal static ParityReport Run(
        Checkpoint checkpoint, string bundlePath, int samples, ulong seed, CancellationToken cancellationToken, ParityLimits? limits = null, TimeProvider? time = null,
        Func<string, SeqModel>? open = null)
    {
        limits ??= ParityLimits.Default;
        var bundle = Bundle.Open(bundlePath);
        RequireSameModel(checkpoint, bundle);
        var golden = GoldenRows.Open(bundle);
        using var onnx = (open ?? (path => SeqModel.Open(path)))(bundlePath);
        using var torch = new TorchSide(checkpoint, float64: false);
        using var referee = new TorchSide(checkpoint, float64: true);
        var task = checkpoint.Description is EncoderDecoderDescription ? KnownTask.Find(checkpoint.SourceVocabulary, checkpoint.TargetVocabulary) : null;
        var inputs = new ParityInputs(checkpoint.Description, seed, limits, task is null ? null : random => task.Draw(random).Source);
        return new ParityRun(torch, referee, new(onnx), limits).Run(inputs, samples, seed, golden, cancellationToken) with
        {
            Checkpoint = checkpoint.FolderPath,
            Bundle = bundlePath,
            Provider = onnx.ProviderUsed.ToString(),
            Evidence = Evidence.Of(bundle, checkpoint, time ?? TimeProvider.System).WithLibraries(torch: true),
        };
    }

    private static void RequireSameModel(Checkpoint checkpoint, Bundle bundle)
    {
        var same = checkpoint.Description == bundle.Description
            && checkpoint.SourceVocabulary.Tokens.SequenceEqual(bundle.SourceVocabulary.Tokens)
            && checkpoint.TargetVocabulary.Tokens.SequenceEqual(bundle.TargetVocabulary.Tokens);
        if (!same)
        {
            throw new ModelFormatException(
                bundle.FolderPath, $"The bundle describes another model than {checkpoint.FolderPath}: sizes, parts or vocabularies differ.",
                "Compare a checkpoint with the bundle that `seq export` wrote from it.");
        }
    }
}
