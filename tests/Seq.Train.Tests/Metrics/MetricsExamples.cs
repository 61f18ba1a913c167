using System.Globalization;
using System.Runtime.CompilerServices;

namespace Seq.Train.Tests;

/// <summary>The calls of docs/metrics.md; a test compares each with the page, together with what it prints.</summary>
internal static class MetricsExamples
{
    /// <summary>Stands for the console.</summary>
    private static readonly StringWriter Console = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    /// <summary>Each example: its code as it stands here, and what it prints.</summary>
    internal static IReadOnlyList<(string Code, string Output)> All { get; } =
    [
        Example(() =>
        {
            var text = new Likelihood(Nats: 480.2, Tokens: 100, Characters: 560);
            text += new Likelihood(Nats: 505.8, Tokens: 110, Characters: 610);
            Console.WriteLine($"perplexity {text.Perplexity:F2}, {text.BitsPerToken:F3} bits per token, {text.BitsPerCharacter:F3} per character");
        }),
        Example(() =>
        {
            const int End = 0;
            var counter = new AccuracyCounter();
            counter.Add(expected: [4, 2, 7, End], found: [4, 2, 7, End]);
            counter.Add(expected: [4, 2, End], found: [4, 3, End]);
            var accuracy = counter.Result();
            Console.WriteLine($"tokens {accuracy.Tokens:P1}, sequences {accuracy.Sequences:P1}");
            Console.WriteLine($"by position {string.Join(", ", accuracy.ByPosition.Select(share => share.ToString("P0")))}");
        }),
        Example(() =>
        {
            var matrix = new ConfusionMatrix(["negative", "positive"]);
            matrix.Add(expected: 0, found: 0, count: 44);
            matrix.Add(expected: 0, found: 1, count: 6);
            matrix.Add(expected: 1, found: 0, count: 4);
            matrix.Add(expected: 1, found: 1, count: 46);
            var positive = matrix.Of(1);
            Console.WriteLine($"precision {positive.Precision:F4}, recall {positive.Recall:F4}, F1 {positive.F1:F4}");
            Console.WriteLine($"accuracy {matrix.Accuracy:F4}, macro F1 {matrix.MacroF1:F4}");
        }),
        Example(() =>
        {
            var bleu = new BleuCounter();
            bleu.Add("The dog bit the man.", "The dog bit the man.", "The dog had bit the man.");
            bleu.Add("It wasn't surprising.", "It was not unexpected.", "No one was surprised.");
            bleu.Add("The man had just bitten him.", "The man bit him first.", "The man had bitten the dog.");
            Console.WriteLine(bleu.Result());
        }),
        Example(() =>
        {
            var chrf = new ChrfCounter();
            chrf.Add("The cat sat on the mat.", "The cat is on the mat.");
            Console.WriteLine(chrf.Result());
        }),
        Example(() =>
        {
            var words = new ErrorRateCounter();
            words.Add("the cat sat".Split(' '), "the cat sat down".Split(' '));
            words.Add("a dog ran".Split(' '), "the dog ran".Split(' '));
            var rate = words.Result();
            Console.WriteLine($"word error rate {rate.Tokens:P1}, wrong sentences {rate.Sequences:P0}, {rate.Edits}");
        }),
        Example(() =>
        {
            var phonemes = new ErrorRateCounter();
            phonemes.Add("T AH M EY T OW".Split(' '), "T AH M AA T OW".Split(' '), "T AH M EY T OW".Split(' '));
            phonemes.Add("R EH D".Split(' '), "R IY D".Split(' '));
            var rate = phonemes.Result();
            Console.WriteLine($"phoneme error rate {rate.Tokens:P1}, word error rate {rate.Sequences:P1}");
        }),
        Example(() =>
        {
            Console.WriteLine(EditDistance.Between<char>("kitten", "sitting"));
        }),
    ];

    private static (string Code, string Output) Example(Action run, [CallerArgumentExpression(nameof(run))] string code = "")
    {
        Console.GetStringBuilder().Clear();
        run();
        var lines = code.ReplaceLineEndings("\n").Split('\n')[2..^1]; // Without "() => {" and "}".
        var indent = lines[0].Length - lines[0].TrimStart().Length;
        return (string.Join('\n', lines.Select(line => line[indent..])), Console.ToString().TrimEnd());
    }
}
