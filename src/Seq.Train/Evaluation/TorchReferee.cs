using Seq.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>A trained model of any kind in TorchSharp, in single or double precision, for holding an exported model against it. Not thread-safe.</summary>
/// <remarks>In single precision it is the trainer; in double precision it decides between two results in single precision.</remarks>
public sealed class TorchReferee : IDisposable
{
    private const double Uniform = 1.0 / (1UL << 53); // 53 random bits to a number in [0, 1).

    private readonly SequenceModule _module;

    private TorchReferee(SequenceModule module, ScalarType type) => (_module, Type) = (module, type);

    /// <summary>What the model is.</summary>
    public ModelDescription Description => _module.Description;

    /// <summary>Version of libtorch.</summary>
    public static string LibraryVersion => torch.__version__;

    internal ScalarType Type { get; }

    /// <summary>Loads a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="float64">Whether to compute in double precision.</param>
    /// <exception cref="SeqException">The checkpoint's kind of model is not one that is trained here.</exception>
    public static TorchReferee Load(Checkpoint checkpoint, bool float64 = false)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var module = SequenceModule.Create(checkpoint.Description);
        using (var weights = checkpoint.OpenWeights())
        {
            ModuleWeights.Load(module, weights);
        }

        var type = float64 ? ScalarType.Float64 : ScalarType.Float32;
        module.to(type);
        module.eval();
        return new(module, type);
    }

    /// <summary>
    /// Changes every weight by a random share of at most 2⁻²³, a unit in the last place of float32: what comes out then is as right as what came out before,
    /// and the distance between the two is what rounding may do to this model.
    /// </summary>
    /// <param name="seed">The same seed changes them alike.</param>
    public void Shake(ulong seed)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var random = new SeededRandom(seed);
        foreach (var (_, value) in _module.Named())
        {
            var shares = new double[value.numel()];
            for (var i = 0; i < shares.Length; i++)
            {
                shares[i] = 1 + (((2 * (random.Next64() >> 11) * Uniform) - 1) / (1 << 23));
            }

            value.mul_(tensor(shares, value.shape).to(Type));
        }
    }

    /// <summary>Logits of whole sequences, teacher forced.</summary>
    /// <param name="source">What an encoder-decoder, a classifier or a tagger reads; null for a language model.</param>
    /// <param name="target">What an encoder-decoder or a language model is fed, the start token first; null for the others.</param>
    /// <returns>
    /// Of a generator [batch, target, vocabulary], of a tagger [batch, source, tags], of a classifier [batch, 1, classes]; past a row's length not meaningful.
    /// </returns>
    /// <exception cref="ArgumentException">A side that the kind of model needs is missing.</exception>
    public TensorValues Logits(TokenRows? source, TokenRows? target)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return TensorValues.Of(_module switch
        {
            EncoderDecoder model => model.Logits(Ids(Need(source)), Lengths(Need(source)), Ids(Need(target))),
            LanguageModel model => model.Output.Logits(model.Run(Ids(Need(target)), null).Output),
            Classifier model => model.Logits(Ids(Need(source)), Lengths(Need(source))).unsqueeze(1),
            Tagger model => model.Logits(Ids(Need(source)), Lengths(Need(source))),
            _ => throw new SeqException($"A model of kind {Description.Kind} has no logits here."),
        });
    }

    /// <summary>Begins to write step by step.</summary>
    /// <param name="source">An encoder-decoder's sources, or what a language model has read before; null for a language model that has read nothing.</param>
    /// <param name="rows">Number of rows; that of the sources, if there are any.</param>
    /// <exception cref="ArgumentException">An encoder-decoder has no sources, or their number is not <paramref name="rows"/>.</exception>
    /// <exception cref="SeqException">The model does not write.</exception>
    public TorchSteps Begin(TokenRows? source, int rows)
    {
        if (source is not null && source.Rows != rows)
        {
            throw new ArgumentException($"There are {source.Rows} sources for {rows} rows; give one per row.", nameof(source));
        }

        return _module switch
        {
            EncoderDecoder model => TorchSteps.Begin(model, Need(source), Type),
            LanguageModel model => TorchSteps.Begin(model, source, rows, Type),
            _ => throw new SeqException($"A model of kind {Description.Kind} labels and does not write; use its logits."),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _module.Dispose();

    internal static Tensor Ids(TokenRows rows) => tensor(rows.Ids, [rows.Rows, rows.Time]);

    internal static RowLengths Lengths(TokenRows rows) => new(rows.Lengths, rows.Time);

    private static TokenRows Need(TokenRows? rows) => rows ?? throw new ArgumentException("This kind of model needs rows of tokens on that side too.");
}
