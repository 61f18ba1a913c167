using Seq.Decoding.Kernels;

namespace Seq.Decoding.Search;

/// <summary>Draws a token from a row of logits, by the steps that <see cref="SamplingOptions"/> lays down.</summary>
internal sealed class Sampler(SamplingOptions options)
{
    // The filters that do something; a share of 1 or a bound of 0 keeps all.
    private readonly float? _topP = options.TopP is < 1f ? options.TopP : null;
    private readonly float? _minP = options.MinP is > 0f ? options.MinP : null;
    private readonly float? _typicalP = options.TypicalP is < 1f ? options.TypicalP : null;
    private readonly float? _epsilon = options.Epsilon is > 0f ? options.Epsilon : null;
    private readonly float? _eta = options.Eta is > 0f ? options.Eta : null;
    private readonly TokenCut _cut = new(options.Temperature);

    /// <summary>What mirostat remembers of a hypothesis before its first token; 0 without mirostat.</summary>
    internal double FirstLimit => options.Mirostat?.FirstLimit ?? 0;

    private bool Sorts => options.TopK is not null || options.Mirostat is not null
        || (_topP ?? _minP ?? _typicalP ?? _epsilon ?? _eta) is not null;

    /// <summary>The state of the random numbers of a row.</summary>
    internal uint RowState(uint rowKey, uint sample) => CounterRandom.RowState(options.Seed, rowKey, sample);

    /// <summary>Makes room for a vocabulary, so that drawing allocates nothing.</summary>
    internal void Prepare(int vocabularySize) =>
        _cut.Prepare(options.TopK is null ? vocabularySize : 0, Sorts ? Math.Min(options.TopK ?? vocabularySize, vocabularySize) : 0);

    /// <summary>Draws a token.</summary>
    /// <param name="logits">Logits of one row, [vocabulary], at least one of them finite; left as they are.</param>
    /// <param name="max">The greatest of them.</param>
    /// <param name="uniform">A number above 0 and below 1.</param>
    /// <param name="limit">The limit μ of mirostat for this hypothesis; changes with each token, and only with mirostat.</param>
    internal int Draw(ReadOnlySpan<float> logits, float max, double uniform, ref double limit)
    {
        Filter(logits, max, limit);
        var weights = _cut.Weights;
        var index = SoftmaxWeights.Pick(weights, uniform);
        if (options.Mirostat is { } mirostat)
        {
            limit = mirostat.NextLimit(limit, weights[index] / SoftmaxWeights.Sum(weights));
        }

        return _cut.TokenAt(index);
    }

    private void Filter(ReadOnlySpan<float> logits, float max, double limit)
    {
        if (options.TopK is { } k)
        {
            _cut.ResetToBest(logits, max, Math.Min(k, logits.Length));
        }
        else
        {
            _cut.Reset(logits, max);
        }

        if (_topP is { } p)
        {
            _cut.KeepNucleus(logits, p);
        }

        if (_minP is { } m)
        {
            _cut.KeepAtLeast(logits, m);
        }

        if (_typicalP is { } typical)
        {
            _cut.KeepTypical(logits, typical);
        }

        if (_epsilon is { } epsilon)
        {
            _cut.KeepAtLeast(logits, epsilon * SoftmaxWeights.Sum(_cut.Weights));
        }

        if (_eta is { } eta)
        {
            var (total, mean) = _cut.Moments(logits);
            _cut.KeepAtLeast(logits, Math.Min(eta * total, Math.Sqrt(eta) * Math.Exp(mean)));
        }

        if (options.Mirostat is not null)
        {
            _cut.KeepAtLeast(logits, Math.Exp(-limit * Math.Log(2)) * SoftmaxWeights.Sum(_cut.Weights));
        }
    }
}
