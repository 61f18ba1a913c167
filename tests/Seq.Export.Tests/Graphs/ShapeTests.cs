using Seq.Model;

namespace Seq.Export.Tests;

public class ShapeTests
{
    [Theory]
    [InlineData("2,3", "3", "2,3")]
    [InlineData("2,1", "1,3", "2,3")]
    [InlineData("batch,1", "source", "batch,source")]
    [InlineData("batch,3", "", "batch,3")]
    [InlineData("?,3", "batch,1", "batch,3")]
    [InlineData("?", "1", "?")]
    [InlineData("1", "?", "?")]
    [InlineData("2", "3", null)]
    [InlineData("batch", "2", null)]
    [InlineData("batch", "source", null)]
    public void Shapes_broadcast_from_the_last_axis(string left, string right, string? expected)
    {
        Assert.Equal(expected is null ? null : Parse(expected).ToString(), Shape.Broadcast(Parse(left), Parse(right))?.ToString());
        Assert.Equal(expected is null ? null : Parse(expected).ToString(), Shape.Broadcast(Parse(right), Parse(left))?.ToString());
    }

    private static Shape Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => long.TryParse(part, out var size) ? new Dimension(size) : new Dimension(part))];
}
