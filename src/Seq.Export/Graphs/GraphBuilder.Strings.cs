namespace Seq.Export;

/// <content>Text. Splitting, joining and matching exist from opset 20 on; CUDA has no kernels for text.</content>
public sealed partial class GraphBuilder
{
    /// <summary>Cuts texts at a delimiter (<c>StringSplit</c>).</summary>
    /// <param name="x">Text, any shape.</param>
    /// <param name="delimiter">What to cut at; empty: runs of white space, those at the ends left out.</param>
    /// <returns>The parts [.., parts], rows filled up with empty texts; and how many each text has, int64.</returns>
    /// <exception cref="GraphBuildException">This is no text, or the opset is older.</exception>
    public (Value Parts, Value Counts) StringSplit(Value x, string delimiter = "")
    {
        ArgumentNullException.ThrowIfNull(delimiter);
        var node = Add("StringSplit", x).Takes(x, ElementTypes.Text).With("delimiter", delimiter);
        return (node.Returns("parts", x.Type, [.. x.Shape, Shape.Unknown]), node.Returns("counts", ElementType.Int64, x.Shape));
    }

    /// <summary>One text after the other, element by element; shapes broadcast (<c>StringConcat</c>).</summary>
    /// <param name="left">Text.</param>
    /// <param name="right">Text.</param>
    /// <exception cref="GraphBuildException">These are no texts, the shapes do not broadcast, or the opset is older.</exception>
    public Value StringConcat(Value left, Value right) => Arithmetic("StringConcat", left, right, ElementTypes.Text);

    /// <summary>Whether the whole of a text matches a pattern (<c>RegexFullMatch</c>).</summary>
    /// <param name="x">Text.</param>
    /// <param name="pattern">A regular expression in the syntax of RE2.</param>
    /// <exception cref="GraphBuildException">This is no text, or the opset is older.</exception>
    public Value RegexFullMatch(Value x, string pattern) =>
        Add("RegexFullMatch", x).Takes(x, ElementTypes.Text).With("pattern", pattern).Returns(ElementType.Bool, x.Shape);

    /// <summary>Texts in lower or upper case (<c>StringNormalizer</c>).</summary>
    /// <remarks>ONNX Runtime needs the locale en_US.UTF-8 for this, which plain containers lack: such a graph does not load there.</remarks>
    /// <param name="x">Text, a vector.</param>
    /// <param name="upper">Upper case; otherwise lower case.</param>
    /// <exception cref="GraphBuildException">This is no vector of text.</exception>
    public Value StringNormalizer(Value x, bool upper = false) => Add("StringNormalizer", x).Takes(x, ElementTypes.Text).TakesRank(x, 1)
        .With("case_change_action", upper ? "UPPER" : "LOWER").With("is_case_sensitive", 1).Returns(x.Type, x.Shape);

    /// <summary>The number of a text in a table (<c>LabelEncoder</c> of the standard's machine learning operators, <c>ai.onnx.ml</c>).</summary>
    /// <param name="x">Text.</param>
    /// <param name="keys">Distinct texts.</param>
    /// <param name="values">The number of each.</param>
    /// <param name="otherwise">The number of every other text.</param>
    /// <returns>int64.</returns>
    /// <exception cref="GraphBuildException">This is no text, or the table is empty, names a text twice or differs in length.</exception>
    public Value LookUp(Value x, IReadOnlyList<string> keys, IReadOnlyList<long> values, long otherwise)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(values);
        var node = AddTo("ai.onnx.ml", "LabelEncoder", [x]).Takes(x, ElementTypes.Text);
        if (keys.Count == 0 || keys.Count != values.Count || keys.Distinct(StringComparer.Ordinal).Count() != keys.Count)
        {
            throw node.Fail($"the table has {keys.Count} keys and {values.Count} values; it needs as many of either, and distinct keys.");
        }

        return node.With("keys_strings", keys).With("values_int64s", values).With("default_int64", otherwise).Returns(ElementType.Int64, x.Shape);
    }
}
