using Seq.Model;

namespace Seq.Export;

/// <content>Windows that move over one, two or more axes.</content>
public sealed partial class GraphBuilder
{
    /// <summary>Convolution (<c>Conv</c>), which like all of deep learning's does not turn the window round.</summary>
    /// <param name="x">[batch, channels, …] 32-bit floats: one further axis for text, two for images.</param>
    /// <param name="weights">[filters, channels / groups, window…].</param>
    /// <param name="bias">[filters]; none: 0.</param>
    /// <param name="window">How the window moves; one step at a time, without padding, if left out. Its sizes are those of the weights.</param>
    /// <param name="groups">Into how many groups channels and filters are divided.</param>
    /// <returns>[batch, filters, …].</returns>
    /// <exception cref="GraphBuildException">Types or shapes do not fit.</exception>
    public Value Conv(Value x, Value weights, Value? bias = null, Window? window = null, int groups = 1)
    {
        var node = Add("Conv", x, weights, bias).Takes(x, ElementTypes.Single).TakesSame(x, weights).TakesRank(weights, x.Rank);
        var sizes = weights.Shape.Skip(2).Select(size => size.Name is null ? size.Size : throw node.Fail($"the window of '{weights.Name}' {weights.Shape} must be fixed."));
        var fit = new WindowFit(node, x, (window ?? new()) with { Sizes = [.. sizes] });
        if (groups < 1 || (x.Shape[1] is { Name: null, Size: var channels } && weights.Shape[1] is { Name: null, Size: var each } && each * groups != channels))
        {
            throw node.Fail($"'{x.Name}' {x.Shape} has {x.Shape[1]} channels, but '{weights.Name}' {weights.Shape} takes {weights.Shape[1]} in {groups} group(s).");
        }

        if (groups > 1)
        {
            node.With("group", groups);
        }

        fit.Write(dilations: true);
        return node.TakesShape(bias, [weights.Shape[0]]).Returns(x.Type, fit.Result(weights.Shape[0]));
    }

    /// <summary>The largest element of each window (<c>MaxPool</c>).</summary>
    /// <param name="x">[batch, channels, …] 32-bit floats.</param>
    /// <param name="window">The window, which must have sizes.</param>
    /// <exception cref="GraphBuildException">Type or sizes do not fit.</exception>
    public Value MaxPool(Value x, Window window) => Pooled("MaxPool", x, window, dilations: true);

    /// <summary>The mean of each window (<c>AveragePool</c>); padding does not count.</summary>
    /// <param name="x">[batch, channels, …] 32-bit floats.</param>
    /// <param name="window">The window, which must have sizes; its dilations must be 1.</param>
    /// <exception cref="GraphBuildException">Type or sizes do not fit.</exception>
    public Value AveragePool(Value x, Window window) => Pooled("AveragePool", x, window, dilations: false);

    /// <summary>The largest element of each channel (<c>GlobalMaxPool</c>).</summary>
    /// <param name="x">[batch, channels, …] 32-bit floats.</param>
    /// <returns>[batch, channels, 1, …].</returns>
    /// <exception cref="GraphBuildException">These are no 32-bit floats with channels and at least one axis more.</exception>
    public Value GlobalMaxPool(Value x) => Global("GlobalMaxPool", x);

    /// <summary>The mean of each channel (<c>GlobalAveragePool</c>).</summary>
    /// <inheritdoc cref="GlobalMaxPool"/>
    public Value GlobalAveragePool(Value x) => Global("GlobalAveragePool", x);

    private Value Pooled(string @operator, Value x, Window window, bool dilations)
    {
        ArgumentNullException.ThrowIfNull(window);
        var node = Add(@operator, x).Takes(x, ElementTypes.Single);
        var fit = new WindowFit(node, x, window);
        if (!dilations && window.Dilations.Any(step => step != 1))
        {
            throw node.Fail("a mean takes neighbouring elements: leave the dilations out.");
        }

        fit.Write(dilations);
        return node.Returns(x.Type, fit.Result(x.Shape[1]));
    }

    private Value Global(string @operator, Value x)
    {
        var node = Add(@operator, x).Takes(x, ElementTypes.Single);
        return x.Rank >= 3
            ? node.Returns(x.Type, [x.Shape[0], x.Shape[1], .. Enumerable.Repeat<Dimension>(1, x.Rank - 2)])
            : throw node.Fail($"'{x.Name}' is {x.Shape}; at least [batch, channels, length] is needed.");
    }
}
