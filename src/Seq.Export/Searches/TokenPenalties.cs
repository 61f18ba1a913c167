using Seq.Model;

namespace Seq.Export;

/// <summary>The penalties on tokens that a row already has, as Seq.Decoding's RepetitionPenalty, PresencePenalty and FrequencyPenalty, in this order.</summary>
/// <remarks>
/// With c[v], how often the row has token v: where c[v] &gt; 0, l ← l / θ if l &gt; 0, else l · θ; then l ← l − α · min(c[v], 1), then l ← l − β · c[v]. A prompt does
/// not count. At neutral values nothing is computed and c is a single column, so that they cost next to nothing.
/// </remarks>
internal sealed class TokenPenalties
{
    private readonly Value _repetition; // θ, float32 scalar
    private readonly Value _presence;   // α, float32 scalar
    private readonly Value _frequency;  // β, float32 scalar
    private readonly Value _inForce;    // bool scalar
    private readonly Value _columns;    // int64 scalar: the vocabulary, or 1 when nothing is in force
    private readonly Value _once;       // float32 scalar: what a token adds to its column; 0 when nothing is in force

    private TokenPenalties(GraphBuilder g, int vocabulary)
    {
        _repetition = g.Input(GraphNames.RepetitionPenalty, ElementType.Float32, []);
        _presence = g.Input(GraphNames.PresencePenalty, ElementType.Float32, []);
        _frequency = g.Input(GraphNames.FrequencyPenalty, ElementType.Float32, []);
        using var scope = g.Scope("penalties");
        var neutral = g.And(
            g.Equal(_repetition, g.Constant(1f)), g.And(g.Equal(_presence, g.Constant(0f)), g.Equal(_frequency, g.Constant(0f))));
        _inForce = g.Not(neutral);
        _columns = g.Where(neutral, g.Constant(1L), g.Constant((long)vocabulary));
        _once = g.Where(neutral, g.Constant(0f), g.Constant(1f));
    }

    /// <summary>Adds the inputs.</summary>
    internal static TokenPenalties Create(GraphBuilder g, int vocabulary) => new(g, vocabulary);

    /// <summary>c before the first token: zeros, [rows, vocabulary].</summary>
    internal Value Start(GraphBuilder g, Value rows, string name)
    {
        using var scope = g.Scope("penalties");
        return g.Expand(g.Constant(0f), g.Concat(0, rows, g.Unsqueeze(_columns, axis: 0)), [name, Shape.Unknown]);
    }

    /// <summary>The logits less the penalties, [rows, vocabulary].</summary>
    internal Value Apply(GraphBuilder g, Value logits, Value counts)
    {
        Value Lower(GraphBuilder body)
        {
            var seen = body.Greater(counts, body.Constant(0f));
            var repeated = body.Where(body.Greater(logits, body.Constant(0f)), body.Div(logits, _repetition), body.Mul(logits, _repetition));
            var present = body.Mul(body.Min(counts, body.Constant(1f)), _presence);
            return body.Sub(body.Sub(body.Where(seen, repeated, logits), present), body.Mul(counts, _frequency));
        }

        return g.If("penalties", _inForce, Lower, body => body.Identity(logits));
    }

    /// <summary>c with the chosen tokens, int64 [rows], counted.</summary>
    internal Value Next(GraphBuilder g, Value counts, Value tokens)
    {
        using var scope = g.Scope("penalties");
        var columns = g.Unsqueeze(g.Min(tokens, g.Sub(_columns, g.Constant(1L))), axis: 1);
        var once = g.Expand(_once, g.SizesOf(columns, 0, 2), columns.Shape);
        return g.ScatterElements(counts, columns, once, axis: 1, ScatterReduction.Add);
    }
}
