namespace Seq.Export;

/// <summary>A model as a search in a graph sees it: rows with a token and states, and a step. One instance serves one graph.</summary>
internal interface IGenerator
{
    /// <summary>Number of tokens; the width of the logits.</summary>
    public int Vocabulary { get; }

    /// <summary>The token that ends a sequence; null when nothing does.</summary>
    public int? EndToken { get; }

    /// <summary>Adds the inputs that say what to decode, and computes everything that comes before the first step.</summary>
    /// <param name="g">The outermost graph.</param>
    /// <param name="beam">Rows per input.</param>
    public GenerationStart Begin(GraphBuilder g, int beam);

    /// <summary>Decodes one token per row.</summary>
    /// <param name="g">The body of the loop.</param>
    /// <param name="token">int64 [rows].</param>
    /// <param name="states">In the order of <see cref="GenerationStart.States"/>.</param>
    public GenerationStep Step(GraphBuilder g, Value token, IReadOnlyList<Value> states);
}

/// <summary>What is known before the first step.</summary>
/// <param name="Batch">int64 [1]: the number of inputs.</param>
/// <param name="Tokens">int64 [rows]: the token that each row is fed first.</param>
/// <param name="States">The first state of each row, [rows, …].</param>
internal sealed record GenerationStart(Value Batch, Value Tokens, IReadOnlyList<(string Name, Value First)> States)
{
    /// <summary>Which source positions of each input are real, bool [batch, 1, source]; null without attention.</summary>
    internal Value? SourceMask { get; init; }

    /// <summary>The name of the dimension that counts rows: that of the inputs, unless each has several.</summary>
    internal static string Rows(int beam) => beam == 1 ? "batch" : "rows";

    /// <summary>The same with every row repeated, those of an input together.</summary>
    internal GenerationStart Repeat(GraphBuilder g, Value inputs) =>
        this with { Tokens = g.Gather(Tokens, inputs), States = [.. States.Select(state => (state.Name, g.Gather(state.First, inputs)))] };

    /// <summary>The input of each row, int64 [rows].</summary>
    /// <param name="g">The graph.</param>
    /// <param name="batch">int64 [1].</param>
    /// <param name="beam">Rows per input.</param>
    internal static Value InputsOfRows(GraphBuilder g, Value batch, int beam)
    {
        var live = g.Constant((long)beam);
        return g.Div(g.Range(g.Constant(0L), g.Mul(g.Squeeze(batch, axis: 0), live), g.Constant(1L), "rows"), live);
    }
}

/// <summary>What a step returns.</summary>
/// <param name="Logits">[rows, vocabulary].</param>
/// <param name="Next">The next states.</param>
/// <param name="Attention">[rows, source]: the weights of the step; null without attention.</param>
internal sealed record GenerationStep(Value Logits, IReadOnlyList<Value> Next, Value? Attention);
