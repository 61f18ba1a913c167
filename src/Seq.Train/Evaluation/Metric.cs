namespace Seq.Train;

/// <summary>How a metric is read.</summary>
public enum MetricForm
{
    /// <summary>A plain number.</summary>
    Number,

    /// <summary>A share from 0 to 1, shown in percent.</summary>
    Share,
}

/// <summary>A number that says how good a model is.</summary>
/// <param name="Name">Its name in <c>metrics.jsonl</c>, such as <c>perplexity</c>.</param>
/// <param name="Value">The number.</param>
public sealed record Metric(string Name, double Value)
{
    internal const string Loss = "loss";
    internal const string Perplexity = "perplexity";
    internal const string BitsPerToken = "bits_per_token";
    internal const string BitsPerCharacter = "bits_per_character";
    internal const string Accuracy = "accuracy";
    internal const string TokenAccuracy = "token_accuracy";
    internal const string SentenceAccuracy = "sentence_accuracy";
    internal const string UnknownAccuracy = "unknown_word_accuracy";
    internal const string MacroF1 = "macro_f1";
    internal const string F1 = "f1";
    internal const string ForcedTokenAccuracy = "teacher_forced_token_accuracy";
    internal const string FreeTokenAccuracy = "free_running_token_accuracy";
    internal const string ExactMatch = "free_running_sequence_accuracy";
    internal const string Bleu = "bleu";
    internal const string Chrf = "chrf";
    internal const string WordError = "word_error_rate";
    internal const string TokenError = "token_error_rate";
    private static readonly string[] LowerFirst = [Loss, Perplexity, BitsPerToken, BitsPerCharacter, WordError, TokenError];
    private static readonly string[] Shares = [Accuracy, TokenAccuracy, SentenceAccuracy, UnknownAccuracy, MacroF1, F1, ForcedTokenAccuracy, FreeTokenAccuracy, ExactMatch, WordError, TokenError];

    /// <summary>Names of all metrics.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. LowerFirst.Union(Shares), Bleu, Chrf];

    /// <summary>Whether a lower one is better.</summary>
    public bool LowerIsBetter => IsLowerBetter(Name);

    /// <summary>How it is read.</summary>
    public MetricForm Form => Shares.Contains(Name) ? MetricForm.Share : MetricForm.Number;

    internal static bool IsLowerBetter(string name) => LowerFirst.Contains(name);
}
