namespace Seq.Train;

/// <summary>A model that something else computes, such as a bundle on ONNX Runtime, measured in place of the checkpoint. Only the method of its kind is called.</summary>
public interface IEvaluatedModel
{
    /// <summary>An encoder-decoder's outputs, running free.</summary>
    /// <param name="sources">Token ids, each [time].</param>
    /// <param name="limit">Most tokens of an output, the end token counted.</param>
    /// <returns>The tokens of each output, without the end token.</returns>
    public IReadOnlyList<int[]> Write(IReadOnlyList<int[]> sources, int limit);

    /// <summary>How likely a language model finds tokens, as one stream behind the start token.</summary>
    /// <param name="tokens">[time]; at least one.</param>
    public Likelihood Score(IReadOnlyList<int> tokens);

    /// <summary>How probable a classifier finds each label.</summary>
    /// <param name="texts">The texts, as they are.</param>
    /// <returns>For each text [labels], from 0 to 1, in the order of the target vocabulary.</returns>
    public IReadOnlyList<double[]> Classify(IReadOnlyList<string> texts);

    /// <summary>The tags that a tagger gives.</summary>
    /// <param name="sources">Token ids, each [time].</param>
    /// <returns>For each source the ids of its tags, [time].</returns>
    public IReadOnlyList<int[]> Tag(IReadOnlyList<int[]> sources);
}
