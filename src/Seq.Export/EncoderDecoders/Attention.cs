using Seq.Model;

namespace Seq.Export;

/// <summary>Attention of decoder outputs q over a memory m, after the decoder's cells (Luong et al. 2015, §3.1, arXiv:1508.04025).</summary>
/// <remarks>α = softmax(score(q, m)), c = Σ α m, h̃ = tanh(W [c; q]). One step is the same as a sequence of one.</remarks>
internal sealed class Attention(EncoderDecoderDescription model, ModelWeights weights)
{
    private readonly AttentionScore _score = model.Attention!.Score;
    private readonly Linear _query = new(weights, EncoderDecoderNames.AttentionQuery);
    private readonly Linear _key = new(weights, EncoderDecoderNames.AttentionKey);
    private readonly Linear _energy = new(weights, EncoderDecoderNames.AttentionEnergy);
    private readonly Linear _combine = new(weights, EncoderDecoderNames.AttentionCombine);

    /// <summary>The part of the score that depends on the memory alone.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="memory">[batch, source, memory].</param>
    /// <returns>[batch, source, energy]; null for the dot score, which compares with the memory itself.</returns>
    internal Value? Keys(GraphBuilder g, Value memory)
    {
        if (_score == AttentionScore.Dot)
        {
            return null;
        }

        using var scope = g.Scope("keys");
        return _key.Run(g, memory);
    }

    /// <summary>Which entries of the memory are real.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="memory">[batch, source, memory].</param>
    /// <param name="lengths">int64 [batch].</param>
    /// <returns>bool [batch, 1, source].</returns>
    internal static Value Mask(GraphBuilder g, Value memory, Value lengths)
    {
        using var scope = g.Scope("mask");
        var count = g.Squeeze(g.SizesOf(memory, 1, 2), axis: 0);
        var places = g.Range(g.Constant(0L), count, g.Constant(1L), memory.Shape[1]);  // [source]
        return g.Unsqueeze(g.Less(places, g.Unsqueeze(lengths, axis: 1)), axis: 1);   // [batch, 1, source]
    }

    /// <summary>Attends.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="query">[batch, target, hidden]: top outputs of the decoder.</param>
    /// <param name="encoded">Memory and keys.</param>
    /// <param name="mask">bool [batch, 1, source]; see <see cref="Mask"/>.</param>
    /// <returns>h̃ [batch, target, hidden]; α [batch, target, source], exactly zero where the mask is false.</returns>
    internal (Value Output, Value Weights) Run(GraphBuilder g, Value query, Encoded encoded, Value mask)
    {
        using var scope = g.Scope("attention");
        var memory = encoded.Memory!;
        var energy = _score == AttentionScore.Additive ? Additive(g, query, encoded.Keys!) : Product(g, query, encoded.Keys ?? memory);
        var masked = g.Where(mask, energy, g.Constant(float.MinValue));        // finite: a row without a real entry is not NaN
        var alpha = g.Softmax(masked, axis: 2);                                // [batch, target, source]
        var context = g.MatMul(alpha, memory);                                 // [batch, target, memory]
        var attended = g.Tanh(_combine.Run(g, g.Concat(2, context, query)));   // [batch, target, hidden]
        return (attended, alpha);
    }

    /// <summary>vᵀ tanh(W q + k) (Bahdanau et al. 2015, §A.1.2, arXiv:1409.0473).</summary>
    private Value Additive(GraphBuilder g, Value query, Value keys)
    {
        var q = g.Unsqueeze(_query.Run(g, query), axis: 2);                    // [batch, target, 1, energy]
        var sum = g.Tanh(g.Add(q, g.Unsqueeze(keys, axis: 1)));                // [batch, target, source, energy]
        return g.Squeeze(_energy.Run(g, sum), axis: 3);                        // [batch, target, source]
    }

    /// <summary>qᵀ k. The query is transposed rather than the keys: it is the smaller one, and at a step it has one column.</summary>
    private static Value Product(GraphBuilder g, Value query, Value keys)
    {
        var product = g.MatMul(keys, g.Transpose(query, 0, 2, 1));             // [batch, source, target]
        return g.Transpose(product, 0, 2, 1);                                  // [batch, target, source]
    }
}
