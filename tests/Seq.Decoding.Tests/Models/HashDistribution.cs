namespace Seq.Decoding.Tests.Models;

/// <summary>Logits as a pure function of all tokens so far: the language that a <see cref="HashModel"/> speaks.</summary>
/// <param name="Vocabulary">The number of tokens.</param>
/// <param name="Levels">How many different logits there are; a few make ties, 0 means as many as floats allow.</param>
/// <param name="ImpossiblePercent">How many of a hundred logits are −∞; one per row never is.</param>
/// <param name="Spread">Logits lie between −spread and +spread.</param>
internal sealed record HashDistribution(int Vocabulary, int Levels = 0, int ImpossiblePercent = 0, float Spread = 3f)
{
    /// <summary>The state after a token.</summary>
    internal static uint Next(uint state, int token) => Mix((state * 31) + (uint)token + 0x51ed27u);

    /// <summary>Writes the logits of a state, [vocabulary].</summary>
    internal void Fill(uint state, Span<float> logits)
    {
        for (var token = 0; token < Vocabulary; token++)
        {
            var hash = Mix(state ^ ((uint)(token + 1) * 0x9e3779b1u));
            var unit = Levels == 0 ? (hash >> 8) / (float)(1 << 24) : (hash >> 8) % Levels / (float)Levels;
            var possible = (hash & 0xff) % 100 >= ImpossiblePercent || token == (int)(state % (uint)Vocabulary);
            logits[token] = possible ? ((2 * unit) - 1) * Spread : float.NegativeInfinity;
        }
    }

    /// <summary>How many source positions an input has.</summary>
    internal static int SourceLength(uint input) => 1 + (int)(input % 5);

    /// <summary>Writes the attention of a state, [source].</summary>
    internal static void FillAttention(uint state, Span<float> weights)
    {
        var sum = 0f;
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = 1 + (Mix(state + ((uint)i * 0x85ebca6bu)) & 0xff);
            sum += weights[i];
        }

        foreach (ref var weight in weights)
        {
            weight /= sum;
        }
    }

    /// <summary>The attention with the logits that follow a start token and a prefix, [source].</summary>
    internal static float[] Attention(uint input, int startToken, IEnumerable<int> prefix)
    {
        var weights = new float[SourceLength(input)];
        FillAttention(prefix.Prepend(startToken).Aggregate(input, Next), weights);
        return weights;
    }

    /// <summary>The coverage of some tokens, [source].</summary>
    internal static float[] Coverage(uint input, int startToken, IReadOnlyList<int> tokens)
    {
        var coverage = new float[SourceLength(input)];
        for (var step = 0; step < tokens.Count; step++)
        {
            var weights = Attention(input, startToken, tokens.Take(step));
            for (var i = 0; i < coverage.Length; i++)
            {
                coverage[i] += weights[i];
            }
        }

        return coverage;
    }

    /// <summary>The logits that follow a start token and a prefix, [vocabulary].</summary>
    internal float[] Logits(uint input, int startToken, IEnumerable<int> prefix)
    {
        var logits = new float[Vocabulary];
        Fill(prefix.Prepend(startToken).Aggregate(input, Next), logits);
        return logits;
    }

    private static uint Mix(uint x)
    {
        x = (x ^ (x >> 16)) * 0x21f0aaadu;
        x = (x ^ (x >> 15)) * 0x735a2d97u;
        return x ^ (x >> 15);
    }
}
