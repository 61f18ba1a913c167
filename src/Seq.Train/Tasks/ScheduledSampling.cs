using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Feeds a decoder its own last output at some steps instead of the reference (Bengio et al. 2015, "Scheduled sampling", §2.3).</summary>
internal static class ScheduledSampling
{
    /// <param name="model">The model.</param>
    /// <param name="encoded">The sources.</param>
    /// <param name="fed">int64 [batch, target]: the references, the start token first.</param>
    /// <param name="own">Probability of the model's own output, for each row and step by itself; the likeliest token is taken.</param>
    /// <param name="weights">Receives the attention weights of each step, [batch, 1, source], when given.</param>
    /// <returns>What enters the output layer, [batch, target, output].</returns>
    internal static Tensor Decode(EncoderDecoder model, EncodedSource encoded, Tensor fed, double own, ICollection<Tensor>? weights = null)
    {
        var state = encoded.Initial;
        var outputs = new List<Tensor>();
        Tensor? said = null;
        foreach (var reference in fed.split(1, 1))
        {
            var token = said is null ? reference : where(rand([fed.shape[0], 1], device: fed.device).lt(own), said, reference);
            (var hidden, state) = model.Decode(token, encoded, state, weights);
            outputs.Add(hidden);
            using var quiet = no_grad();
            said = model.Output.Logits(hidden.detach()).argmax(2);
        }

        return cat(outputs, 1);
    }
}
