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
