namespace Seq.Decoding.Search;

/// <summary>How long the hypotheses of each input must be, and may be.</summary>
internal sealed class LengthLimits(SearchOptions options)
{
    private int[] _least = []; // [inputs]
    private int[] _most = [];  // [inputs]

    /// <summary>Takes down the limits of the inputs of a request.</summary>
    internal void Begin(DecodingRequest request, int inputs)
    {
        Reserve(inputs);
        for (var input = 0; input < inputs; input++)
        {
            var source = request.SourceLengths?[input] ?? 0;
            _most[input] = Most(options, request.MaxLengths?[input], source);
            _least[input] = options.MinLengthRatio is { } below
                ? (int)Math.Min(_most[input], Math.Max(options.MinLength, Math.Ceiling(below * source)))
                : Math.Min(_most[input], options.MinLength);
        }
    }

    /// <summary>The most steps of an input, end token included.</summary>
    /// <param name="options">The search.</param>
    /// <param name="own">What the request says of the input; null for nothing.</param>
    /// <param name="source">How many tokens its source has.</param>
    internal static int Most(SearchOptions options, int? own, int source)
    {
        var most = own ?? options.MaxLength;
        return options.MaxLengthRatio is { } above ? Math.Max(1, (int)Math.Min(most, Math.Ceiling(above * source))) : most;
    }

    /// <summary>How many tokens must precede an end token.</summary>
    internal int Least(int input) => _least[input];

    /// <summary>The most steps, end token included.</summary>
    internal int Most(int input) => _most[input];

    /// <summary>Gives or takes the limits of so many inputs.</summary>
    internal void Exchange(StateExchange exchange, int inputs)
    {
        Reserve(inputs);
        exchange.Values(_least.AsSpan(0, inputs));
        exchange.Values(_most.AsSpan(0, inputs));
        for (var input = 0; input < inputs; input++)
        {
            StateExchange.Require(_most[input] >= 1 && _least[input] >= 0 && _least[input] <= _most[input], "the least length of an input is above the most");
        }
    }

    private void Reserve(int inputs)
    {
        if (_least.Length < inputs)
        {
            (_least, _most) = (new int[inputs], new int[inputs]);
        }
    }
}
