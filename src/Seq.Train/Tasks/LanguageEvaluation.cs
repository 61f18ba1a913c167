using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Measures how well a language model predicts a stream, with states carried from its beginning to its end.</summary>
internal static class LanguageEvaluation
{
    private const int Steps = 70;

    /// <param name="model">The model, in evaluation mode.</param>
    /// <param name="stream">The text.</param>
    /// <param name="rows">Places at which it is read at once.</param>
    /// <param name="device">Where the model is.</param>
    internal static Likelihood Measure(LanguageModel model, TokenStream stream, int rows, Device device)
    {
        using var quiet = no_grad();
        var likelihood = default(Likelihood);
        LanguageState? state = null;
        foreach (var batch in new StreamBatcher(stream, rows, Steps).From(0))
        {
            using var scope = NewDisposeScope();
            var (hidden, next) = model.Run(tensor(batch.Input, [batch.Rows, batch.Steps], device: device), state);
            likelihood += OutputLoss.LikelihoodOf(model.Output, hidden.reshape(-1, hidden.shape[2]), batch.Target, batch.Lengths);
            state?.Dispose();
            state = next.Keep();
        }

        state?.Dispose();
        return likelihood;
    }
}
