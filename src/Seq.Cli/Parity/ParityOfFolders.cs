using Seq.Cli.Evaluation;
using Seq.Cli.Models;
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
    /// <exception cref="ModelFormatException">One of them is damaged, or they are different models.</exception>
    internal static ParityReport Run(Checkpoint checkpoint, string bundlePath, int samples, ulong seed, CancellationToken cancellationToken)
    {
        var description = EncoderDecoders.Require(checkpoint.FolderPath, checkpoint.Description);
        var bundle = Bundle.Open(bundlePath);
        RequireSameModel(checkpoint, bundle);
        var golden = GoldenBatch.Open(bundle, description);
        using var onnx = SeqModel.Open(bundlePath);
        using var torch = new TorchSequenceModel(checkpoint);
        using var referee = new TorchSequenceModel(checkpoint, float64: true);
        var task = KnownTask.Find(checkpoint.SourceVocabulary, checkpoint.TargetVocabulary);
        var inputs = new ParityInputs(description, seed, task is null ? null : random => task.Draw(random).Source);
        return new ParityRun(torch, referee, onnx, description).Run(inputs, samples, seed, golden, cancellationToken);
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
