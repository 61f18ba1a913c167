namespace Seq.Export;

/// <content>Matrix products.</content>
public sealed partial class GraphBuilder
{
    /// <summary>Product over the last axis of the left and the last but one of the right; the axes before them broadcast (<c>MatMul</c>).</summary>
    /// <param name="left">[…, rows, inner].</param>
    /// <param name="right">[…, inner, columns].</param>
    /// <returns>[…, rows, columns].</returns>
    /// <exception cref="GraphBuildException">Types differ, or the shapes do not fit.</exception>
    public Value MatMul(Value left, Value right)
    {
        var node = Add("MatMul", left, right).Takes(left, ElementTypes.Multipliable).TakesSame(left, right);
        return node.Returns(left.Type, ProductShape(node, left, right));
    }

    /// <summary>left · right + bias of matrices (<c>Gemm</c>).</summary>
    /// <param name="left">[rows, inner].</param>
    /// <param name="right">[inner, columns].</param>
    /// <param name="bias">Broadcasts to [rows, columns]; none: 0.</param>
    /// <param name="transposeRight">Takes the right matrix as [columns, inner].</param>
    /// <returns>[rows, columns].</returns>
    /// <exception cref="GraphBuildException">Types differ, or the shapes do not fit.</exception>
    public Value Gemm(Value left, Value right, Value? bias = null, bool transposeRight = false)
    {
        var node = Add("Gemm", left, right, bias).Takes(left, ElementTypes.Floats).TakesSame(left, right).TakesRank(left, 2).TakesRank(right, 2);
        var (rows, columns) = transposeRight ? (right.Shape[1], right.Shape[0]) : (right.Shape[0], right.Shape[1]);
        if (!Shape.Fits(left.Shape[1], rows))
        {
            throw node.Fail($"'{left.Name}' {left.Shape} has {left.Shape[1]} columns, but '{right.Name}' {right.Shape} has {rows} rows.");
        }

        if (transposeRight)
        {
            node.With("transB", 1);
        }

        Shape result = [left.Shape[0], columns];
        if (bias is not null)
        {
            node.TakesSame(left, bias);
            if (!node.Broadcast(bias, result).Fits(result))
            {
                throw node.Fail($"the bias '{bias.Name}' {bias.Shape} does not fit the product {result}.");
            }
        }

        return node.Returns(left.Type, result);
    }

    private static Shape ProductShape(Node node, Value left, Value right)
    {
        if (left.Rank < 2 || right.Rank < 2)
        {
            throw node.Fail($"'{left.Name}' is {left.Shape} and '{right.Name}' is {right.Shape}; at least 2 dimensions are taken here.");
        }

        if (!Shape.Fits(left.Shape[^1], right.Shape[^2]))
        {
            throw node.Fail($"'{left.Name}' {left.Shape} has {left.Shape[^1]} columns, but '{right.Name}' {right.Shape} has {right.Shape[^2]} rows.");
        }

        var batch = Shape.Broadcast([.. left.Shape.Take(left.Rank - 2)], [.. right.Shape.Take(right.Rank - 2)])
            ?? throw node.Fail($"the leading dimensions of '{left.Name}' {left.Shape} and '{right.Name}' {right.Shape} cannot be broadcast.");
        return [.. batch, left.Shape[^2], right.Shape[^1]];
    }
}
