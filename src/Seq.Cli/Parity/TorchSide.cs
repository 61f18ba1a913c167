using Seq.Cli.Models;
using Seq.Model;
using Seq.Train;

namespace Seq.Cli.Parity;

/// <summary>The checkpoint's model in TorchSharp. Its methods are the first to load libtorch.</summary>
/// <param name="checkpoint">The checkpoint.</param>
/// <param name="float64">Whether to compute in double precision, as the referee.</param>
internal sealed class TorchSide(Checkpoint checkpoint, bool float64) : IDisposable
{
    private readonly TorchReferee _model = TorchReferee.Load(checkpoint, float64);

    /// <summary>What the model is.</summary>
    internal ModelDescription Description => checkpoint.Description;

    /// <summary>The same model once more.</summary>
    internal TorchSide Again() => new(checkpoint, float64);

    /// <summary>Changes every weight in its last bit.</summary>
    internal void Shake(ulong seed) => _model.Shake(seed);

    /// <summary>Logits of whole sequences.</summary>
    internal LogitsBlock Logits(ParityInput input)
    {
        var logits = _model.Logits(Rows(input.Source), Rows(input.Target));
        return new(logits.Values, (int)logits.Shape[0], (int)logits.Shape[1], (int)logits.Shape[2]);
    }

    /// <summary>Begins to write.</summary>
    /// <param name="source">Sources, or what a language model has read; null when it has read nothing.</param>
    /// <param name="rows">Number of rows.</param>
    internal TorchSteps Begin(TokenBatch? source, int rows) => _model.Begin(Rows(source), rows);

    /// <summary>Where an encoder-decoder with attention looks that is fed whole targets, [rows, target, source].</summary>
    internal LogitsBlock Attention(ParityInput input)
    {
        using var steps = Begin(input.Source, input.Rows);
        return LogitsBlock.Join([.. Enumerable.Range(0, input.Target!.Ids.GetLength(1)).Select(step =>
        {
            steps.Step(input.Target.Column(step));
            return new LogitsBlock(steps.Attention!.Values, input.Rows, 1, (int)steps.Attention.Shape[1]);
        })]);
    }

    public void Dispose() => _model.Dispose();

    private static TokenRows? Rows(TokenBatch? batch) => batch is null ? null : new([.. batch.Ids.Cast<long>()], batch.Lengths);
}
