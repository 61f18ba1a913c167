using Seq.Model;

namespace Seq.Export;

/// <summary>Attention of decoder outputs q over a memory m (<see cref="AttentionDescription"/>).</summary>
/// <remarks>α = softmax(score(q, m)), c = Σ α m, h̃ = tanh(W [c; q]). A step is the same as a sequence of one, and a beam as a sequence of its hypotheses.</remarks>
internal sealed class Attention(EncoderDecoderDescription model, ModelWeights weights)
{
    private readonly AttentionScore _score = model.Attention!.Score;
    private readonly Linear _energy = new(weights, EncoderDecoderNames.AttentionEnergy);
    private readonly Linear _combine = new(weights, EncoderDecoderNames.AttentionCombine);

    /// <summary>The part of the score that depends on the memory alone.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="memory">[batch, source, memory].</param>
    /// <returns>[batch, source, key]; null for the dot score, which compares with the memory itself.</returns>
    internal Value? Keys(GraphBuilder g, Value memory)
    {
        using var scope = g.Scope("keys");
        return _score switch
        {
            AttentionScore.Dot => null,
            AttentionScore.Concat => g.MatMul(memory, ConcatColumns(g, "memory", model.Decoder.OutputSize, model.MemorySize)),
            _ => new Linear(weights, EncoderDecoderNames.AttentionKey).Run(g, memory),
        };
    }

    /// <summary>Which entries of the memory are real.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="memory">[batch, source, memory].</param>
    /// <param name="lengths">int64 [batch].</param>
    /// <returns>bool [batch, 1, source].</returns>
    internal static Value Mask(GraphBuilder g, Value memory, Value lengths)
    {
        using var scope = g.Scope("mask");
        return g.Unsqueeze(Masks.Rows(g, memory, timeAxis: 1, lengths), axis: 1);
    }

    /// <summary>Looks at the memory.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="query">[batch, target, output]: what is compared with the memory.</param>
    /// <param name="encoded">Memory and keys.</param>
    /// <param name="mask">bool [batch, 1, source]; see <see cref="Mask"/>.</param>
    /// <param name="coverage">[batch, target, source]: sums of the past weights; null without coverage.</param>
    /// <returns>c [batch, target, memory]; α [batch, target, source], exactly zero where the mask is false.</returns>
    internal (Value Context, Value Weights) Look(GraphBuilder g, Value query, Encoded encoded, Value mask, Value? coverage)
    {
        using var scope = g.Scope("attention");
        var memory = encoded.Memory!;
        var energy = model.Attention!.HasEnergyLayer ? Energy(g, query, encoded.Keys!, coverage) : Product(g, query, encoded.Keys ?? memory);
        var masked = g.Where(mask, energy, g.Constant(float.MinValue));        // finite: a row without a real entry is not NaN
        var alpha = g.Softmax(masked, axis: 2);                                // [batch, target, source]
        return (g.MatMul(alpha, memory), alpha);
    }

    /// <summary>h̃ = tanh(W [c; q]).</summary>
    /// <param name="g">The graph.</param>
    /// <param name="context">[…, memory].</param>
    /// <param name="output">[…, output]: what the cells put out.</param>
    internal Value Combine(GraphBuilder g, Value context, Value output)
    {
        using var scope = g.Scope("attention");
        return g.Tanh(_combine.Run(g, g.Concat(-1, context, output)));
    }

    /// <summary>vᵀ tanh(W q + k + w Σ α) (Bahdanau et al. 2015, §A.1.2, arXiv:1409.0473; See et al. 2017, equation 11).</summary>
    private Value Energy(GraphBuilder g, Value query, Value keys, Value? coverage)
    {
        var projection = _score == AttentionScore.Concat
            ? ConcatColumns(g, "query", 0, model.Decoder.OutputSize)
            : weights.Transposed(g, EncoderDecoderNames.AttentionQuery);
        var q = g.Unsqueeze(g.MatMul(query, projection), axis: 2);             // [batch, target, 1, energy]
        var sum = g.Add(q, g.Unsqueeze(keys, axis: 1));                        // [batch, target, source, energy]
        if (coverage is not null)
        {
            var weight = weights.Transposed(g, EncoderDecoderNames.AttentionCoverage); // [1, energy]
            sum = g.Add(sum, g.Mul(g.Unsqueeze(coverage, axis: 3), weight));
        }

        return g.Squeeze(_energy.Run(g, g.Tanh(sum)), axis: 3);                // [batch, target, source]
    }

    /// <summary>qᵀ k. The query is transposed rather than the keys: it is the smaller one, and at a step it has one column.</summary>
    private static Value Product(GraphBuilder g, Value query, Value keys)
    {
        var product = g.MatMul(keys, g.Transpose(query, 0, 2, 1));             // [batch, source, target]
        return g.Transpose(product, 0, 2, 1);                                  // [batch, target, source]
    }

    /// <summary>W [q; m] = W₁ q + W₂ m: the columns of the concat score that belong to one of the two, transposed.</summary>
    private Value ConcatColumns(GraphBuilder g, string part, int first, int count) => weights.Computed(
        g, $"{EncoderDecoderNames.AttentionConcat}.{part}", [count, model.EnergySize], () =>
        {
            var matrix = weights.Read(EncoderDecoderNames.AttentionConcat);    // [energy, output + memory]
            var width = model.Decoder.OutputSize + model.MemorySize;
            var result = new float[count * model.EnergySize];
            for (var i = 0; i < result.Length; i++)
            {
                result[i] = matrix[(i % model.EnergySize * width) + first + (i / model.EnergySize)];
            }

            return result;
        });
}
