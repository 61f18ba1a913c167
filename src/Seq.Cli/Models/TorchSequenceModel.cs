using System.Runtime.InteropServices;
using Seq.Model;
using Seq.Train;

namespace Seq.Cli.Models;

/// <summary>A checkpoint in TorchSharp. Its methods are the first to load libtorch.</summary>
internal sealed class TorchSequenceModel : ISequenceModel, IDisposable
{
    private readonly TorchModel _model;
    private readonly int _vocabulary;

    /// <summary>Loads a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="float64">Whether to compute in double precision, as a referee.</param>
    internal TorchSequenceModel(Checkpoint checkpoint, bool float64 = false)
    {
        _model = TorchModel.Load(checkpoint, float64);
        _vocabulary = checkpoint.TargetVocabulary.Count;
    }

    public double[,,] Logits(TokenBatch source, TokenBatch target, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var cube = new double[target.Ids.GetLength(0), target.Ids.GetLength(1), _vocabulary];
        _model.Logits(Batch(source, target)).CopyTo(MemoryMarshal.CreateSpan(ref cube[0, 0, 0], cube.Length));
        return cube;
    }

    public IReadOnlyList<GreedyRow> Greedy(TokenBatch source, int maxLength, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var nothing = TokenBatch.Of([.. source.Lengths.Select(_ => (IReadOnlyList<int>)[0])]);
        return [.. _model.DecodeGreedy(Batch(source, nothing), maxLength).Select(tokens => new GreedyRow(tokens, tokens.Length < maxLength))];
    }

    public void Dispose() => _model.Dispose();

    private static SequenceBatch Batch(TokenBatch source, TokenBatch target) => new()
    {
        Source = [.. source.Ids.Cast<long>()],
        SourceLengths = source.Lengths,
        TargetInput = [.. target.Ids.Cast<long>()],
        TargetOutput = [.. target.Ids.Cast<long>()],
        TargetLengths = target.Lengths,
    };
}
