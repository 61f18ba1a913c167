namespace Seq.Model;

/// <summary>Counts the elements of a shape that is not trusted.</summary>
internal static class TensorShape
{
    // A sixteenth, so that the number of bytes fits as well whatever the element type.
    private const long MaxCount = long.MaxValue / 16;

    /// <summary>The product of the dimensions; 1 for a scalar.</summary>
    /// <returns>Whether no dimension is negative and the number of bytes fits 63 bits at every step of the product.</returns>
    internal static bool TryCount(IEnumerable<long> shape, out long count)
    {
        count = 1;
        foreach (var size in shape)
        {
            if (size < 0 || (size > 0 && count > MaxCount / size))
            {
                return false;
            }

            count *= size;
        }

        return true;
    }
}
