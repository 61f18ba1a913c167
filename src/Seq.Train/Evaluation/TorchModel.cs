using Seq.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>A trained model in TorchSharp, for evaluation and as the reference that an exported model is held against. Not thread-safe.</summary>
public sealed class TorchModel : IDisposable
{
    private readonly EncoderDecoder _module;
    private readonly EncoderDecoderDescription _description;
    private readonly bool _owned;

    internal TorchModel(EncoderDecoder module, bool owned = true)
    {
        (_module, _owned) = (module, owned);
        _description = (EncoderDecoderDescription)module.Description;
    }

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
        return ToArray(logits);
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
        var encoded = _module.Encode(SourceOf(batch), RowsOf(batch));
        var state = encoded.Initial;
        var fed = full([batch.Rows, 1], _description.StartToken, ScalarType.Int64);
        var rows = Enumerable.Range(0, batch.Rows).Select(_ => new List<int>()).ToArray();
        var finished = new bool[batch.Rows];
        for (var step = 0; step < maxLength && finished.Contains(false); step++)
        {
            (var hidden, state) = _module.Decode(fed, encoded, state);
            var scores = ToArray(_module.Logits(hidden));                                 // [batch, 1, vocabulary]
            long[] tokens = [.. Enumerable.Range(0, rows.Length).Select(row => (long)LowestArgMax.Of(scores.AsSpan(row * _description.TargetVocabulary, _description.TargetVocabulary)))];
            fed = tensor(tokens, [batch.Rows, 1]);
            for (var row = 0; row < rows.Length; row++)
            {
                finished[row] |= tokens[row] == _description.EndToken;
                if (!finished[row])
                {
                    rows[row].Add((int)tokens[row]);
                }
            }
        }

        return [.. rows.Select(row => row.ToArray())];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_owned)
        {
            _module.Dispose();
        }
    }

    private static double[] ToArray(Tensor values) => values.to(ScalarType.Float64).contiguous().data<double>().ToArray();

    private static RowLengths RowsOf(SequenceBatch batch) => new(batch.SourceLengths, batch.SourceTime);

    private static Tensor SourceOf(SequenceBatch batch) => tensor(batch.Source, [batch.Rows, batch.SourceTime]);

    private static Tensor TargetInputOf(SequenceBatch batch) => tensor(batch.TargetInput, [batch.Rows, batch.TargetTime]);
}
