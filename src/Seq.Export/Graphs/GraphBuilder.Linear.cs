namespace Seq.Export;

/// <content>Matrix products.</content>
internal sealed partial class GraphBuilder
{
    /// <summary>Product over the last axis of the left and the last but one of the right; the axes before them broadcast.</summary>
    internal Value MatMul(Value left, Value right)
    {
        var node = Add("MatMul", left, right).Takes(left, ElementTypes.Numbers).TakesSame(left, right);
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
        return node.Returns(left.Type, [.. batch, left.Shape[^2], right.Shape[^1]]);
    }

    /// <summary>left · right + bias of matrices; <paramref name="transposeRight"/> takes the right one as [columns, rows].</summary>
    internal Value Gemm(Value left, Value right, Value? bias = null, bool transposeRight = false)
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
}
