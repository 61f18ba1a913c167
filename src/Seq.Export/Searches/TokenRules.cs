using Seq.Model;

namespace Seq.Export;

/// <summary>What changes the logits of a search in the graph before a token is chosen, and which token ends a row: inputs of the graph, or fixed at export.</summary>
/// <remarks>
/// In the order of Seq.Decoding: the penalties on tokens that a row already has, then the end token, whose logit is −∞ until enough tokens precede it.
/// </remarks>
internal sealed class TokenRules
{
    private readonly IGenerator _model;
    private readonly Value? _endToken; // int64 scalar; null where it is fixed
    private readonly TokenPenalties? _penalties;
    private readonly Value? _minLength;
    private readonly Value? _free;     // [vocabulary]
    private readonly Value? _held;     // [vocabulary]

    private TokenRules(GraphBuilder g, IGenerator model, Value? minLength, Value? endToken, TokenPenalties? penalties)
    {
        (_model, _minLength, _endToken, _penalties) = (model, minLength, endToken, penalties);
        if (_minLength is null || !MayEnd)
        {
            return;
        }

        using var scope = g.Scope("end_token");
        var ids = g.Range(g.Constant(0L), g.Constant((long)model.Vocabulary), g.Constant(1L), model.Vocabulary);
        _free = g.ConstantOfShape(g.Vector(model.Vocabulary), 0f, [model.Vocabulary]);
        _held = g.Where(g.Equal(ids, EndToken(g)), g.Constant(float.NegativeInfinity), _free);
    }

    /// <summary>The rules of a graph whose minimum length is an input in any case.</summary>
    /// <param name="g">The graph around the loop.</param>
    /// <param name="model">The model.</param>
    /// <param name="all">Whether end token and penalties are inputs too.</param>
    internal static TokenRules Create(GraphBuilder g, IGenerator model, bool all) =>
        Create(g, model, g.Input(GraphNames.MinLength, ElementType.Int64, []), all);

    /// <summary>The rules of a graph that has no such inputs, or all of them.</summary>
    /// <inheritdoc cref="Create(GraphBuilder, IGenerator, bool)"/>
    internal static TokenRules CreateAllOrNone(GraphBuilder g, IGenerator model, bool all) =>
        all ? Create(g, model, all) : new(g, model, minLength: null, endToken: null, penalties: null);

    private static TokenRules Create(GraphBuilder g, IGenerator model, Value minLength, bool all) => all
        ? new(g, model, minLength, g.Input(GraphNames.EndToken, ElementType.Int64, []), TokenPenalties.Create(g, model.Vocabulary))
        : new(g, model, minLength, endToken: null, penalties: null);

    /// <summary>Whether a token may end a row; otherwise only the maximum length does.</summary>
    internal bool MayEnd => _endToken is not null || _model.EndToken is not null;

    /// <summary>How many values the loop carries for the rules.</summary>
    internal int CarriedCount => _penalties is null ? 0 : 1;

    /// <summary>The token that ends a row, int64 scalar; −1, which is no token's id, when none does.</summary>
    internal Value EndToken(GraphBuilder g) => _endToken ?? g.Constant((long)(_model.EndToken ?? -1));

    /// <summary>What the loop carries for the rules at first.</summary>
    /// <param name="g">The graph around the loop.</param>
    /// <param name="rows">int64 [1]: the number of rows.</param>
    /// <param name="name">The name of that size.</param>
    internal IReadOnlyList<(string Name, Value Initial)> Start(GraphBuilder g, Value rows, string name) =>
        _penalties is null ? [] : [("token_counts", _penalties.Start(g, rows, name))];

    /// <summary>The logits that a token is chosen by, [rows, vocabulary].</summary>
    /// <param name="g">The body of the loop.</param>
    /// <param name="logits">[rows, vocabulary].</param>
    /// <param name="carried">What the loop carries for the rules.</param>
    internal Value Apply(GraphBuilder g, Value logits, IReadOnlyList<Value> carried)
    {
        logits = _penalties?.Apply(g, logits, carried[0]) ?? logits;
        if (_held is null)
        {
            return logits;
        }

        using var scope = g.Scope("end_token");
        return g.Add(logits, g.Where(g.Less(g.Iteration, _minLength!), _held, _free!));
    }

    /// <summary>What the loop carries for the rules after a token.</summary>
    /// <param name="g">The body of the loop.</param>
    /// <param name="carried">What it carried before.</param>
    /// <param name="tokens">int64 [rows]: the chosen tokens.</param>
    /// <param name="parents">int64 [rows]: the rows that these extend; null when each extends itself.</param>
    internal IReadOnlyList<Value> Next(GraphBuilder g, IReadOnlyList<Value> carried, Value tokens, Value? parents = null) =>
        _penalties is null ? [] : [_penalties.Next(g, parents is null ? carried[0] : g.Gather(carried[0], parents), tokens)];
}
