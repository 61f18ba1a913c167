namespace Seq.Cli.Models;

/// <summary>Logits as float64, [batch, target, vocabulary]: float32 values keep their value, and can be held against a float64 referee.</summary>
internal static class LogitsCube
{
    internal static double[,,] Of(float[,,] logits)
    {
        var cube = new double[logits.GetLength(0), logits.GetLength(1), logits.GetLength(2)];
        for (var row = 0; row < logits.GetLength(0); row++)
        {
            for (var step = 0; step < logits.GetLength(1); step++)
            {
                for (var token = 0; token < logits.GetLength(2); token++)
                {
                    cube[row, step, token] = logits[row, step, token];
                }
            }
        }

        return cube;
    }
}
