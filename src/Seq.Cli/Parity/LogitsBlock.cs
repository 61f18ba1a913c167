namespace Seq.Cli.Parity;

/// <summary>Numbers by row and step: logits, log-probabilities, or a state.</summary>
/// <param name="Values">[rows, steps, width], row-major.</param>
/// <param name="Rows">Rows of the batch.</param>
/// <param name="Steps">The padded number of steps.</param>
/// <param name="Width">Numbers per step.</param>
internal sealed record LogitsBlock(double[] Values, int Rows, int Steps, int Width)
{
    /// <summary>The numbers of a step, [width].</summary>
    internal ReadOnlySpan<double> At(int row, int step) => Values.AsSpan(((row * Steps) + step) * Width, Width);

    /// <summary>Takes over a cube of a graph.</summary>
    internal static LogitsBlock Of(float[,,] cube) =>
        new([.. cube.Cast<float>().Select(value => (double)value)], cube.GetLength(0), cube.GetLength(1), cube.GetLength(2));

    /// <summary>Takes over numbers of a graph.</summary>
    internal static LogitsBlock Of(float[] values, int rows, int steps) =>
        new(Array.ConvertAll(values, value => (double)value), rows, steps, values.Length / (rows * steps));

    /// <summary>The steps of other blocks behind those of this one.</summary>
    /// <param name="pieces">Blocks of equal rows and width, in order.</param>
    internal static LogitsBlock Join(IReadOnlyList<LogitsBlock> pieces)
    {
        var (rows, width, steps) = (pieces[0].Rows, pieces[0].Width, pieces.Sum(piece => piece.Steps));
        var values = new List<double>(rows * steps * width);
        for (var row = 0; row < rows; row++)
        {
            foreach (var piece in pieces)
            {
                values.AddRange(piece.Values.AsSpan(row * piece.Steps * width, piece.Steps * width));
            }
        }

        return new([.. values], rows, steps, width);
    }

    /// <summary>Some rows, in this order.</summary>
    internal LogitsBlock Select(int[] rows) => this with { Values = [.. rows.SelectMany(row => Values.AsSpan(row * Steps * Width, Steps * Width).ToArray())], Rows = rows.Length };

    /// <summary>The same with zeros behind the real steps of each row and, past the width of this block, in each step.</summary>
    /// <param name="lengths">Real steps, [rows].</param>
    /// <param name="like">How many steps and how many numbers per step there shall be.</param>
    internal LogitsBlock Until(int[] lengths, LogitsBlock like)
    {
        var values = new double[Rows * like.Steps * like.Width];
        for (var row = 0; row < Rows; row++)
        {
            for (var step = 0; step < lengths[row]; step++)
            {
                At(row, step).CopyTo(values.AsSpan(((row * like.Steps) + step) * like.Width));
            }
        }

        return new(values, Rows, like.Steps, like.Width);
    }

    /// <summary>The log-probabilities of logits, computed in float64.</summary>
    /// <param name="sigmoid">Whether each is yes or no by itself: log σ; otherwise log-softmax of a step.</param>
    internal LogitsBlock LogProbabilities(bool sigmoid)
    {
        var result = new double[Values.Length];
        for (var start = 0; start < result.Length; start += Width)
        {
            var logits = Values.AsSpan(start, Width);
            var greatest = double.NegativeInfinity;
            foreach (var logit in logits)
            {
                greatest = Math.Max(greatest, logit);
            }

            var sum = 0.0;
            foreach (var logit in logits)
            {
                sum += Math.Exp(logit - greatest);
            }

            for (var i = 0; i < Width; i++)
            {
                result[start + i] = sigmoid ? LogSigmoid(logits[i]) : logits[i] - greatest - Math.Log(sum);
            }
        }

        return this with { Values = result };
    }

    /// <summary>The place of the greatest number of a step; the lowest among equals.</summary>
    internal int ArgMax(int row, int step)
    {
        var values = At(row, step);
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }

    private static double LogSigmoid(double logit) => logit > 0 ? -Math.Log(1 + Math.Exp(-logit)) : logit - Math.Log(1 + Math.Exp(logit));
}
