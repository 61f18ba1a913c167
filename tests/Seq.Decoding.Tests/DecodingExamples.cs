using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Seq.Decoding.Composition;
using Seq.Decoding.Constraints;
using Seq.Decoding.Processors;
using Seq.Decoding.Sessions;
using Seq.Decoding.Text;

namespace Seq.Decoding.Tests;

/// <summary>The calls of docs/decoding.md; a test compares each with the page, together with what it prints.</summary>
internal static class DecodingExamples
{
    private static readonly string?[] Words = ["<s>", null, " the", " a", " cat", " dog", " sat", " ran", " home"];

    private static readonly SearchOptions Greedy = new() { StartToken = 0, EndTokens = [1], MaxLength = 8 };

    /// <summary>Each example: its code as it stands here, and what it prints.</summary>
    internal static IReadOnlyList<(string Code, string Output)> All { get; } =
    [
        Example(Say(Greedy)),
        Example(Say(Greedy with { BeamSize = 3, HypothesisCount = 3 })),
        Example(Say(Greedy with { BeamSize = 4, HypothesisCount = 2, LengthPenalty = LengthPenalty.Average })),
        Example(Say(Greedy with { BeamSize = 4, EarlyStopping = EarlyStopping.WhenBeamFull, Patience = 2 })),
        Example(Say(Greedy with { BeamSize = 2, BeamGroups = 2, DiversityPenalty = 1, HypothesisCount = 2 })),
        Example(Say(Greedy with { BeamSize = 4, HypothesisCount = 2, CoveragePenalty = CoveragePenalty.Summary(0.5) })),
        Example(Say(Greedy with { HypothesisCount = 3, AlternativesAt = 1 })),
        Example(Say(Greedy with { BeamSize = 3, HypothesisCount = 3, StochasticBeam = new() { Seed = 1 } })),
        Example(Say(Greedy with { HypothesisCount = 2, Sampling = new() { Temperature = 1.5f, Seed = 1 } })),
        Example(Say(Greedy with { HypothesisCount = 3, Sampling = new() { TopK = 2, TopP = 0.9f, MinP = 0.1f, Seed = 1 } })),
        Example(Say(Greedy with { HypothesisCount = 3, Sampling = new() { TypicalP = 0.5f, Seed = 1 } })),
        Example(Say(Greedy with { HypothesisCount = 3, Sampling = new() { Epsilon = 0.2f, Seed = 1 } })),
        Example(Say(Greedy with { HypothesisCount = 3, Sampling = new() { Eta = 0.2f, Seed = 1 } })),
        Example(Say(Greedy with { HypothesisCount = 3, Sampling = new() { Mirostat = new() { TargetSurprise = 1f }, Seed = 1 } })),
        Example(BestOf(Samples(50), SequenceUtilities.TokenF1)),
        Example(Say(Greedy with { MinLength = 5, Processors = [new RepetitionPenalty(2f)] })),
        Example(Say(Greedy with { MinLength = 5, Processors = [new PresencePenalty(0.2f), new FrequencyPenalty(0.2f)] })),
        Example(Say(Greedy with { MinLength = 5, Processors = [new NoRepeatNGram(2)] })),
        Example(Say(Greedy with { Processors = [new TokenBias(new Dictionary<int, float> { [5] = 1f }), new SuppressTokens([6])] })),
        Example(Say(Greedy with { Processors = [new SuppressSequences([[2, 4]])] })),
        Example(Say(Greedy with { MinLength = 5 })),
        Example(Say(Greedy with { Processors = [new ForcedPrefix([3, 5])] })),
        Example(Say(Greedy with { Processors = [new SoftPrefix([3, 5], 0.3f)] })),
        Example(Say(Greedy, new() { Processors = [[new ForcedPrefix([3])]] })),
        Example(Say(Greedy, new() { Processors = [[new PromptAware([2, 4, 6], new NoRepeatNGram(2))]] })),
        Example(Say(Greedy with { Processors = [new AllowedTokens(prefix => prefix.Length < 2 ? [3, 5] : [1])] })),
        Example(Say(Greedy with { Processors = [new PatternConstraint(TokenAutomaton.Compile("( a| dog| ran)+", Words), [1])] })),
        Example(Say(Greedy with { Processors = [new PatternConstraint(TokenAutomaton.Compile(" a (cat|dog) ran", Words), [1])] })),
        Example(Say(Greedy with { Processors = [new PatternConstraint(TokenAutomaton.FromTransitions([new Dictionary<int, int> { [2] = 1, [3] = 1 }, new Dictionary<int, int> { [5] = 0 }], [0], 9), [1])] })),
        Example(Say(Greedy with { Processors = [new MustContain([[3], [5]], [1], maxLength: 8, bias: 1f)] })),
        Example(Say(Greedy with { StopSequences = [[4, 6]] })),
        Example(Say(Greedy with { MaxLengthRatio = 0.6 }, new() { SourceLengths = [3] })),
        Example(Stream(Greedy, "t ra", "sat")),
        Example(Stream(Greedy with { BeamSize = 3 })),
        Example(Alternatives(Greedy with { AlternativeCount = 2, MaxLength = 2 })),
        Example(string.Join(' ', new Decoder(Greedy with { KeepAttention = true }).Decode(new Bigrams())[0].Best.Alignment)),
        Example(SayDeadEnd(Greedy with { Processors = [new AllowedTokens(prefix => prefix.Length == 0 ? [3] : [8]), new SuppressTokens([8])] })),
        Example(WithoutUnknownWords(4, "die", "Katze", "sass")),
        Example(new Scorer(Greedy).Score(new Bigrams(), [new([2, 5, 7], 1)])[0].LogProbability.ToString("F3", CultureInfo.InvariantCulture)),
        Example(Edit(new DecodingSession(new Bigrams(), Greedy), steps: 3, back: 2, token: 5)),
        Example(SaveAndRestore(new DecodingSession(new Bigrams(), Greedy with { BeamSize = 3 }))),
        Example(Say(Greedy with { BeamSize = 3 }, model: new EnsembleModel([new Bigrams(), new Bigrams(3f)], EnsembleAverage.Probability, [2, 1]))),
        Example(Say(Greedy with { BeamSize = 3 }, model: new ShallowFusionModel(new Bigrams(), new Bigrams(3f), 0.5f))),
    ];

    // <model>
    /// <summary>A model of two-word sequences: the next word hangs on the last one alone, so its rows have no state.</summary>
    private sealed class Bigrams(float sharpness = 1f) : IAttentionModel, ISnapshotModel
    {
        private static readonly float[][] Looks = [[0.8f, 0.1f, 0.1f], [0.1f, 0.8f, 0.1f], [0.1f, 0.1f, 0.8f]]; // [word class][source]

        private int[] _last = [];

        private static readonly Dictionary<int, (int Word, double Probability)[]> Next = new()
        {
            [0] = [(2, 0.6), (3, 0.4)],                     // <s>: the, a
            [2] = [(4, 0.5), (5, 0.4), (8, 0.1)],           // the: cat, dog, home
            [3] = [(4, 0.3), (5, 0.7)],                     // a: cat, dog
            [4] = [(6, 0.6), (7, 0.4)],                     // cat: sat, ran
            [5] = [(7, 0.9), (6, 0.1)],                     // dog: ran, sat
            [6] = [(1, 0.5), (2, 0.4), (3, 0.1)],           // sat: end, the, a
            [7] = [(8, 0.5), (1, 0.3), (2, 0.2)],           // ran: home, end, the
            [8] = [(1, 0.9), (2, 0.1)],                     // home: end, the
        };

        public int VocabularySize => 9;

        public int Rows { get; private set; } = 1;

        public bool HasAttention => true;

        public bool CanSaveRows => true;

        public Span<float> Step(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
        {
            _last = tokens.ToArray();
            var logits = new float[Rows * VocabularySize]; // [rows, vocabulary]
            Array.Fill(logits, -9f);
            for (var row = 0; row < Rows; row++)
            {
                foreach (var (word, probability) in Next[tokens[row]])
                {
                    logits[(row * VocabularySize) + word] = sharpness * (float)Math.Log(probability);
                }
            }

            return logits;
        }

        public void Reorder(ReadOnlySpan<int> parents) => Rows = parents.Length;

        /// <summary>At the beginning it looks at the first source word, after an article at the second, later at the third.</summary>
        public ReadOnlySpan<float> Attention(int row) => Looks[_last[row] == 0 ? 0 : _last[row] <= 3 ? 1 : 2];

        public RowState SaveRow(int row) => new([]); // Nothing: a model with a state gives its tensors.

        public void LoadRows(IReadOnlyList<RowState> rows) => Rows = rows.Count;
    }

    private static string Say(SearchOptions options, DecodingRequest? request = null, IStepModel? model = null) =>
        Say(new Decoder(options).Decode(model ?? new Bigrams(), request ?? DecodingRequest.Default));

    private static string Say(ImmutableArray<DecodingResult> results)
    {
        var text = new StringBuilder();
        foreach (var hypothesis in results[0].Hypotheses)
        {
            text.AppendLine(FormattableString.Invariant($"{Text(hypothesis.Tokens.AsSpan()).Trim()} | {hypothesis.FinishReason} | {hypothesis.Score:F3}"));
        }

        return text.ToString();
    }

    private static string SayDeadEnd(SearchOptions options)
    {
        var result = new Decoder(options).Decode(new Bigrams())[0];
        return $"{Text(result.DeadEnds[0].Tokens.AsSpan()).Trim()} | {result.DeadEnds[0].FinishReason} | {result.Failure!.Message.Split(':')[0]}";
    }

    private static string Text(ReadOnlySpan<int> tokens) => string.Concat(tokens.ToArray().Select(token => Words[token]));

    private static ImmutableArray<Hypothesis> Samples(int count) =>
        new Decoder(Greedy with { HypothesisCount = count, Sampling = new() { Seed = 1 } }).Decode(new Bigrams())[0].Hypotheses;

    private static string BestOf(ImmutableArray<Hypothesis> samples, SequenceUtility utility)
    {
        var (best, expected) = MinimumBayesRisk.Rank(samples, utility)[0];
        return FormattableString.Invariant($"{Text(best.Tokens.AsSpan()).Trim()} | {expected:F3}");
    }

    private static string Stream(SearchOptions options, params string[] stops)
    {
        var text = new StringBuilder();
        var observer = new TextObserver(Text, stops, piece => text.Append('[').Append(piece.Text).Append(']').Append(piece.StopText));
        new Decoder(options).Decode(new Bigrams(), new DecodingRequest { Observer = observer });
        return text.ToString();
    }

    private static string Alternatives(SearchOptions options) => string.Join('\n', new Decoder(options).Decode(new Bigrams())[0].Best.Alternatives
        .Select(step => string.Join(", ", step.Select(token => FormattableString.Invariant($"{Words[token.Token]} {token.LogProbability:F3}")))));

    private static string Edit(DecodingSession session, int steps, int back, int token)
    {
        session.MaxRewind = steps;
        while (session.Steps < steps && session.Next())
        {
        }

        session.Rewind(back);
        session.Next([token]);
        return Say(ToEnd(session));
    }

    private static string SaveAndRestore(DecodingSession session)
    {
        session.Next();
        var bytes = session.Save().ToBytes();
        return Say(ToEnd(DecodingSession.Restore(new Bigrams(), session.Options, SessionSnapshot.FromBytes(bytes))));
    }

    private static ImmutableArray<DecodingResult> ToEnd(DecodingSession session)
    {
        while (session.Next())
        {
        }

        return session.Results();
    }

    private static string WithoutUnknownWords(int unknown, params string[] source)
    {
        var best = new Decoder(Greedy with { KeepAttention = true }).Decode(new Bigrams())[0].Best;
        return string.Join(' ', new UnknownWordReplacement(unknown).Words(best, token => Words[token]!.Trim(), source).ToArray());
    }

    // </model>
    private static (string Code, string Output) Example(string output, [CallerArgumentExpression(nameof(output))] string code = "") =>
        (code, output.ReplaceLineEndings("\n").TrimEnd());
}
