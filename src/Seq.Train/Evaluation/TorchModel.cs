using Seq.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>A trained model in TorchSharp, for evaluation and as the reference that an exported model is held against. Not thread-safe.</summary>
public sealed class TorchModel : IDisposable
{
    private readonly EncoderDecoder _module;
    private readonly Device _device;
    private readonly bool _owned;

    /// <param name="module">The module.</param>
    /// <param name="device">Where its weights are; null for the processor.</param>
    /// <param name="owned">Whether the module is disposed with this.</param>
    internal TorchModel(EncoderDecoder module, Device? device = null, bool owned = true) => (_module, _device, _owned) = (module, device ?? CPU, owned);

    /// <summary>Loads a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="float64">Whether to compute in double precision, as a referee between two single-precision results.</param>
    /// <exception cref="SeqException">The checkpoint's kind of model is not one that is trained here.</exception>
    public static TorchModel Load(Checkpoint checkpoint, bool float64 = false)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (checkpoint.Description is not EncoderDecoderDescription description)
        {
            throw new SeqException($"{checkpoint.FolderPath}: a model of kind {checkpoint.Description.Kind} cannot be loaded for training; use an encoder-decoder.");
        }

        var module = new EncoderDecoder(description);
        using (var weights = checkpoint.OpenWeights())
        {
            ModuleWeights.Load(module, weights);
        }

        if (float64)
        {
            module.to(ScalarType.Float64);
        }

        module.eval();
        return new(module);
    }

    /// <summary>Teacher-forced logits.</summary>
    /// <param name="batch">The batch; its target output is not looked at.</param>
    /// <returns>[batch · target · vocabulary], row by row; what stands past a row's length is not meaningful.</returns>
    public double[] Logits(SequenceBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var logits = _module.Logits(SourceOf(batch), RowsOf(batch), TargetInputOf(batch));
        return logits.to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }

    /// <summary>Where a teacher-forced decoder looks.</summary>
    /// <param name="batch">The batch; its target output is not looked at.</param>
    /// <returns>[batch · target · source], row by row, zero past a source's length; null for a model without attention.</returns>
    internal double[]? Attention(SequenceBatch batch)
    {
        if (_module.Description is EncoderDecoderDescription { Attention: null })
        {
            return null;
        }

        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var encoded = _module.Encode(SourceOf(batch), RowsOf(batch));
        var weights = new List<Tensor>();
        _module.Decode(TargetInputOf(batch), encoded, encoded.Initial, weights);
        return cat(weights, 1).to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }

    /// <summary>Decodes each row greedily, fed with its own tokens; of equal logits the lowest id wins.</summary>
    /// <param name="batch">The batch; only its sources are looked at.</param>
    /// <param name="maxLength">Most tokens per row, the end token included.</param>
    /// <returns>For each row its tokens, without the end token.</returns>
    public IReadOnlyList<int[]> DecodeGreedy(SequenceBatch batch, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentOutOfRangeException.ThrowIfNegative(maxLength);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return TorchGreedy.Decode(_module, _module.Encode(SourceOf(batch), RowsOf(batch)), maxLength);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_owned)
        {
            _module.Dispose();
        }
    }

    private RowLengths RowsOf(SequenceBatch batch) => new(batch.SourceLengths, batch.SourceTime, _device);

    private Tensor SourceOf(SequenceBatch batch) => tensor(batch.Source, [batch.Rows, batch.SourceTime], device: _device);

    private Tensor TargetInputOf(SequenceBatch batch) => tensor(batch.TargetInput, [batch.Rows, batch.TargetTime], device: _device);
}
