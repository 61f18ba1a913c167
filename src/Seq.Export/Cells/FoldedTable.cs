namespace Seq.Export;

/// <summary>Embedding times input weights, computed once at export: a step then looks a row up instead of multiplying.</summary>
internal static class FoldedTable
{
    /// <summary>Computes E W + b in double precision.</summary>
    /// <param name="embedding">[vocabulary, width]; null for one-hot tokens, whose rows are those of W.</param>
    /// <param name="width">Width of an embedded token.</param>
    /// <param name="matrix">W, [width, rows].</param>
    /// <param name="bias">b, [rows]; null for none.</param>
    /// <param name="rows">gates · hidden.</param>
    internal static float[] Compute(float[]? embedding, int width, float[] matrix, float[]? bias, int rows)
    {
        var vocabulary = embedding is null ? width : embedding.Length / width;
        var table = new float[checked(vocabulary * rows)];
        var sum = new double[rows];
        for (var token = 0; token < vocabulary; token++)
        {
            for (var row = 0; row < rows; row++)
            {
                sum[row] = bias?[row] ?? 0;
            }

            for (var unit = embedding is null ? token : 0; unit < (embedding is null ? token + 1 : width); unit++)
            {
                var factor = embedding is null ? 1.0 : embedding[(token * width) + unit];
                var line = matrix.AsSpan(unit * rows, rows);
                for (var row = 0; row < rows; row++)
                {
                    sum[row] += factor * line[row];
                }
            }

            for (var row = 0; row < rows; row++)
            {
                table[(token * rows) + row] = (float)sum[row];
            }
        }

        return table;
    }
}
