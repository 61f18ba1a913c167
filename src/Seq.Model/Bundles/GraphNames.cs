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

    /// <summary>Graph: the whole of a beam search.</summary>
    public const string GenerateBeam = "generate-beam";

    /// <summary>Graph: a whole decode of tokens drawn at random.</summary>
    public const string GenerateSample = "generate-sample";

    /// <summary>Graph: the whole greedy decode, text in and text out.</summary>
    public const string TextGenerateGreedy = "text-generate-greedy";

    /// <summary>string [batch]: source texts.</summary>
    public const string Text = "text";

    /// <summary>string [batch]: generated texts.</summary>
    public const string GeneratedText = "generated_text";

    /// <summary>int64 [batch, source]: source token ids, padded with any valid id.</summary>
    public const string Source = "source";

    /// <summary>int64 [batch]: real source tokens per row, from 1.</summary>
    public const string SourceLengths = "source_lengths";

    /// <summary>int64 [batch, target]: what the decoder is fed; the start token first.</summary>
    public const string TargetInput = "target_input";

    /// <summary>int64 [batch]: real target inputs per row of a language model's score graph, from 1; its next states are those after the last one.</summary>
    public const string TargetLengths = "target_lengths";

    /// <summary>int64 [batch, prompt]: what a language model's text begins with; the start token first. Padded with any valid id.</summary>
    public const string Prompt = "prompt";

    /// <summary>int64 [batch]: real prompt tokens per row, from 1.</summary>
    public const string PromptLengths = "prompt_lengths";

    /// <summary>int64 [batch]: the token a step is fed.</summary>
    public const string Token = "token";

    /// <summary>
    /// float [batch, vocabulary] of a step, [batch, target, vocabulary] of a score graph; of a classifier [batch, classes], of a tagger [batch, source, tags].
    /// </summary>
    public const string Logits = "logits";

    /// <summary>float, shaped as the logits: their log-softmax; for a classifier of sigmoids, log σ of each.</summary>
    public const string LogProbabilities = "log_probabilities";

    /// <summary>float [batch, source, memory]: encoder outputs, zero past the length.</summary>
    public const string Memory = "memory";

    /// <summary>float [batch, source, energy]: encoder outputs projected once for attention.</summary>
    public const string Keys = "keys";

    /// <summary>float [batch, memory]: the encoder's last output, fed at every step.</summary>
    public const string Context = "context";

    /// <summary>float [batch, source] of a step, [batch, steps, source] of a whole decode, [batch, hypotheses, steps, source] of a beam: attention weights, zero past the length.</summary>
    public const string Attention = "attention";

    /// <summary>float [batch, output]: the last h̃, a state of a step with input feeding.</summary>
    public const string InputFeed = "input_feed";

    /// <summary>float [batch, source]: sum of the past attention weights, a state of a step with coverage.</summary>
    public const string Coverage = "coverage";

    /// <summary>float [batch, output]: the last context of a window attention, a state of a step.</summary>
    public const string WindowContext = "window_context";

    /// <summary>float [batch, window, output]: the last outputs, oldest first, a state of a step with window attention.</summary>
    public const string Window = "window";

    /// <summary>int64 scalar: most tokens to generate, the end token included.</summary>
    public const string MaxLength = "max_length";

    /// <summary>int64 scalar: how many tokens must precede the end token; 0 for no such rule.</summary>
    public const string MinLength = "min_length";

    /// <summary>int64 scalar: the token that ends a row; −1 for none.</summary>
    public const string EndToken = "end_token";

    /// <summary>float scalar: what the logits of tokens that a row already has are divided by, or multiplied with below 0; 1 for no such penalty.</summary>
    public const string RepetitionPenalty = "repetition_penalty";

    /// <summary>float scalar: what tokens that a row already has lose; 0 for no such penalty.</summary>
    public const string PresencePenalty = "presence_penalty";

    /// <summary>float scalar: what tokens that a row already has lose for each time that they occur; 0 for no such penalty.</summary>
    public const string FrequencyPenalty = "frequency_penalty";

    /// <summary>float scalar: β of the coverage penalty β Σ log min(coverage, 1) on the score of a hypothesis; 0 for none.</summary>
    public const string CoveragePenalty = "coverage_penalty";

    /// <summary>float scalar: α of the length penalty ((c + n) / (c + 1))^α; 0 for none.</summary>
    public const string LengthPenaltyAlpha = "length_penalty_alpha";

    /// <summary>float scalar: c of the length penalty: 0 for n^α, 5 for ((5 + n) / 6)^α.</summary>
    public const string LengthPenaltyOffset = "length_penalty_offset";

    /// <summary>float scalar above 0: what logits are divided by before a token is drawn.</summary>
    public const string Temperature = "temperature";

    /// <summary>int64 scalar: how many of the likeliest tokens stay; 0 for all.</summary>
    public const string TopK = "top_k";

    /// <summary>float scalar: the share of probability that stays; 1 for all.</summary>
    public const string TopP = "top_p";

    /// <summary>float scalar: how likely, relative to the likeliest, a token must be to stay; 0 for all.</summary>
    public const string MinP = "min_p";

    /// <summary>uint32 [2]: the seed of the random numbers, low 32 bits first.</summary>
    public const string Seed = "seed";

    /// <summary>uint32 [batch]: the key of each row's random numbers.</summary>
    public const string RowKeys = "row_keys";

    /// <summary>uint32 [batch]: the index of the sample that a row is, 0 unless several are drawn for one source.</summary>
    public const string SampleIndices = "sample_indices";

    /// <summary>int64 [batch, steps], of a beam [batch, hypotheses, steps]: generated tokens; after the end, the end token.</summary>
    public const string Tokens = "tokens";

    /// <summary>int64 [batch], of a beam [batch, hypotheses]: number of generated tokens, the end token not counted.</summary>
    public const string Lengths = "lengths";

    /// <summary>float [batch], of a beam [batch, hypotheses]: sum of the log-probabilities of the tokens, the end token's included.</summary>
    public const string SequenceLogProbability = "log_probability";

    /// <summary>float [batch, hypotheses]: log-probability divided by the length penalty, best first; −∞ where there is no hypothesis.</summary>
    public const string SequenceScore = "score";

    /// <summary>float, shaped as the tokens: the log-probability of each, the end token's included; 0 after it.</summary>
    public const string TokenLogProbabilities = "token_log_probabilities";

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
