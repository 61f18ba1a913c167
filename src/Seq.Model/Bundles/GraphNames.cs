namespace Seq.Model;

/// <summary>Names of the graphs of a bundle and of their inputs and outputs: the words that exporter and runtime share.</summary>
public static class GraphNames
{
    /// <summary>Graph: source to memory, keys and initial state.</summary>
    public const string Encode = "encode";

    /// <summary>Graph: one token and state to logits and state.</summary>
    public const string Step = "step";

    /// <summary>Graph: whole sequence, teacher forced, to logits and log-probabilities.</summary>
    public const string Score = "score";

    /// <summary>Graph: the whole greedy decode.</summary>
    public const string GenerateGreedy = "generate-greedy";

    /// <summary>int64 [batch, source]: source token ids, padded with any valid id.</summary>
    public const string Source = "source";

    /// <summary>int64 [batch]: real source tokens per row, from 1.</summary>
    public const string SourceLengths = "source_lengths";

    /// <summary>int64 [batch, target]: what the decoder is fed; the start token first.</summary>
    public const string TargetInput = "target_input";

    /// <summary>int64 [batch]: the token a step is fed.</summary>
    public const string Token = "token";

    /// <summary>float [batch, vocabulary] of a step, [batch, target, vocabulary] of a score graph.</summary>
    public const string Logits = "logits";

    /// <summary>float [batch, target, vocabulary]: log-softmax of the logits.</summary>
    public const string LogProbabilities = "log_probabilities";

    /// <summary>float [batch, source, memory]: encoder outputs, zero past the length.</summary>
    public const string Memory = "memory";

    /// <summary>float [batch, source, energy]: encoder outputs projected once for attention.</summary>
    public const string Keys = "keys";

    /// <summary>float [batch, memory]: the encoder's last output, fed at every step.</summary>
    public const string Context = "context";

    /// <summary>float [batch, source] of a step: attention weights, zero past the length.</summary>
    public const string Attention = "attention";

    /// <summary>int64 scalar: most tokens to generate, the end token included.</summary>
    public const string MaxLength = "max_length";

    /// <summary>int64 [batch, steps]: generated tokens; after a row's end, the end token.</summary>
    public const string Tokens = "tokens";

    /// <summary>int64 [batch]: generated tokens of each row, the end token not counted.</summary>
    public const string Lengths = "lengths";

    /// <summary>float [batch]: sum of the log-probabilities of a row's tokens, its end token included.</summary>
    public const string SequenceLogProbability = "log_probability";

    /// <summary>float [batch, hidden]: hidden state of a decoder layer, as a step takes it.</summary>
    /// <param name="layer">Layer, from 0.</param>
    public static string HiddenState(int layer) => $"hidden_{layer}";

    /// <summary>float [batch, hidden]: cell state of a decoder layer, as a step takes it.</summary>
    /// <param name="layer">Layer, from 0.</param>
    public static string CellState(int layer) => $"cell_{layer}";

    /// <summary>The output of a step that becomes the input <paramref name="state"/> of the next.</summary>
    /// <param name="state">Name of the input.</param>
    public static string Next(string state) => "next_" + state;
}
