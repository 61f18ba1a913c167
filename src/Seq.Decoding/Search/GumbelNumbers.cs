namespace Seq.Decoding.Search;

/// <summary>The random numbers of stochastic beam search, each a function of the seed and of the tokens it stands for.</summary>
internal static class GumbelNumbers
{
    /// <summary>The state of the empty prefix.</summary>
    internal static uint Root(ulong seed, uint rowKey) => CounterRandom.RowState(seed, rowKey, 0);

    /// <summary>The state of a prefix with one more token.</summary>
    internal static uint Next(uint state, int token) => CounterRandom.Absorb(state, (uint)token);

    /// <summary>−log(−log u) with u = (state + ½) · 2⁻³².</summary>
    internal static double Of(uint state) => -Math.Log(-Math.Log((state + 0.5) * (1.0 / (1L << 32))));

    /// <summary>1 − u.</summary>
    internal static double OneMinus(uint state) => (uint.MaxValue - state + 0.5) * (1.0 / (1L << 32));

    /// <summary>The number of a continuation, given that the greatest of all continuations is to have that of the prefix.</summary>
    /// <param name="prefix">G of the prefix.</param>
    /// <param name="greatest">Z: the greatest unconditional number of a continuation.</param>
    /// <param name="own">g: the unconditional number of this one.</param>
    /// <remarks>−log(exp(−G) − exp(−Z) + exp(−g)), in the form of Kool et al. 2019, appendix B.3, that neither overflows nor cancels.</remarks>
    internal static double Condition(double prefix, double greatest, double own)
    {
        if (own == greatest)
        {
            return prefix;
        }

        var v = prefix - own + Log1MinusExp(own - greatest);
        return prefix - Math.Max(0, v) - LogOnePlusExp(-Math.Abs(v));
    }

    /// <summary>log(1 − eˣ) for x below 0.</summary>
    private static double Log1MinusExp(double x) => Math.Log(-ExpMinusOne(x));

    private static double LogOnePlusExp(double x) => x < -36 ? Math.Exp(x) : Math.Log(1 + Math.Exp(x));

    /// <summary>eˣ − 1 without loss near 0 (Higham 2002, §1.14.1).</summary>
    private static double ExpMinusOne(double x)
    {
        var u = Math.Exp(x);
        return u == 1.0 ? x : u - 1.0 == -1.0 ? -1.0 : (u - 1.0) * x / Math.Log(u);
    }
}
