using System.Collections;
using System.Runtime.CompilerServices;
using Seq.Model;

namespace Seq.Export;

/// <summary>The dimensions of a value: sizes, names for sizes that vary from call to call, or <see cref="Unknown"/>.</summary>
/// <remarks>Written as a collection, <c>["batch", 3]</c>; equal names are equal sizes; <c>[]</c> is a scalar.</remarks>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IReadOnlyList<Dimension>
{
    /// <summary>A dimension of which nothing is known; fits every other one.</summary>
    public static readonly Dimension Unknown = new("?");

    private readonly Dimension[] _dimensions;

    private Shape(Dimension[] dimensions) => _dimensions = dimensions;

    /// <summary>Number of dimensions.</summary>
    public int Count => _dimensions.Length;

    /// <summary>The dimension of an axis.</summary>
    /// <param name="axis">The axis, from 0.</param>
    public Dimension this[int axis] => _dimensions[axis];

    /// <summary>Creates a shape; collection expressions call this.</summary>
    /// <param name="dimensions">The dimensions.</param>
    public static Shape Create(ReadOnlySpan<Dimension> dimensions) => new(dimensions.ToArray());

    /// <summary>Whether two dimensions may be equal at run time, as far as is known.</summary>
    internal static bool Fits(Dimension left, Dimension right) => left == right || left == Unknown || right == Unknown;

    /// <summary>Whether two shapes may be equal at run time, as far as is known.</summary>
    internal bool Fits(Shape other) => Count == other.Count && this.Zip(other).All(pair => Fits(pair.First, pair.Second));

    /// <summary>The shape with one dimension replaced.</summary>
    internal Shape With(int axis, Dimension dimension)
    {
        var dimensions = (Dimension[])_dimensions.Clone();
        dimensions[axis] = dimension;
        return new(dimensions);
    }

    /// <summary>The shape without one dimension.</summary>
    internal Shape Without(int axis) => new([.. _dimensions[..axis], .. _dimensions[(axis + 1)..]]);

    /// <summary>The shape with one more dimension.</summary>
    internal Shape Insert(int axis, Dimension dimension) => new([.. _dimensions[..axis], dimension, .. _dimensions[axis..]]);

    /// <summary>The shape that element-wise operators give: aligned at the last axis, 1 stretches (ONNX docs/Broadcasting.md).</summary>
    /// <returns>The common shape, or null when a pair of dimensions fits neither way.</returns>
    internal static Shape? Broadcast(Shape left, Shape right)
    {
        var result = new Dimension[Math.Max(left.Count, right.Count)];
        for (var fromEnd = 1; fromEnd <= result.Length; fromEnd++)
        {
            var a = fromEnd <= left.Count ? left[left.Count - fromEnd] : 1;
            var b = fromEnd <= right.Count ? right[right.Count - fromEnd] : 1;
            if (!Fits(a, b) && a != 1 && b != 1)
            {
                return null;
            }

            // Against an unknown dimension a fixed size above 1 or a name must win; against 1 the other one does.
            result[^fromEnd] = a == 1 || a == Unknown ? b == 1 && a == Unknown ? Unknown : b : a;
        }

        return new(result);
    }

    /// <summary>The number of elements; null when a dimension varies.</summary>
    internal long? ElementCount => _dimensions.Any(dimension => dimension.Name is not null)
        ? null
        : _dimensions.Aggregate(1L, (product, dimension) => product * dimension.Size);

    /// <summary>The dimensions one after another.</summary>
    public IEnumerator<Dimension> GetEnumerator() => ((IEnumerable<Dimension>)_dimensions).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _dimensions.GetEnumerator();

    /// <summary>The dimensions in brackets: <c>[batch, 3]</c>.</summary>
    public override string ToString() => "[" + string.Join(", ", _dimensions) + "]";
}
