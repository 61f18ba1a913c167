using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Seq.Decoding.Constraints;
using Seq.Decoding.Processors;
using Seq.Decoding.Tests.Models;

namespace Seq.Decoding.Tests.Constraints;

public sealed class TokenAutomatonTests
{
    private static readonly string?[] Letters = ["a", "b", "c", "ab", "ba", "abc", "1", "-", null, "", "\n"];

    private static Gen<string> Atoms { get; } =
        Gen.Elements("a", "b", "c", "ab", ".", "[ab]", "[^a]", "[a-c]", @"\d", @"\w", @"[^\w]", @"[\d-]", @"\D", @"\S", "(a|bc)", "(?:ab|)", "1-?", @"\n");

    private static Gen<string> Patterns { get; } =
        from depth in Gen.Choose(1, 3)
        from pattern in Pattern(depth)
        select pattern;

    [Fact]
    public void It_accepts_what_the_regular_expression_matches_and_nothing_else() => Law.Holds(
        from pattern in Patterns
        from texts in Gen.Elements("", "a", "b", "c", "ab", "bc", "1", "-", "_", "\n", " ").ListOf(4).Select(string.Concat).ListOf(20)
        select (Pattern: pattern, Texts: texts),
        drawn =>
        {
            var regex = new Regex($"^(?:{drawn.Pattern})\\z", RegexOptions.ECMAScript | RegexOptions.CultureInvariant);
            var automaton = new CharacterAutomaton(drawn.Pattern);
            foreach (var text in drawn.Texts)
            {
                var state = automaton.Walk(0, text);
                Assert.True(
                    regex.IsMatch(text) == (state != CharacterAutomaton.Dead && automaton.IsAccepting(state)), $"pattern {drawn.Pattern}, text \"{text}\"");
            }
        });

    [Fact]
    public void A_token_may_follow_exactly_when_some_more_tokens_complete_a_match() => Law.Holds(
        from pattern in Patterns
        from tokens in Gen.Choose(0, Letters.Length - 1).ListOf(3)
        select (Pattern: pattern, Tokens: tokens),
        drawn =>
        {
            // Texts of the letters of the vocabulary, shortest first: a match, if there is one, is no longer than the automaton has states.
            var regex = new CharacterAutomaton(drawn.Pattern);
            TokenAutomaton automaton;
            try
            {
                automaton = TokenAutomaton.Compile(drawn.Pattern, Letters);
            }
            catch (ArgumentException)
            {
                Assert.False(CanComplete(regex, 0), $"pattern {drawn.Pattern}");
                return;
            }

            var (state, text) = ((int?)0, "");
            foreach (var token in drawn.Tokens.TakeWhile(_ => state is not null))
            {
                var target = string.IsNullOrEmpty(Letters[token]) ? CharacterAutomaton.Dead : regex.Walk(0, text + Letters[token]);
                state = automaton.Next(state!.Value, token);
                text += Letters[token];

                Assert.Equal(target != CharacterAutomaton.Dead && CanComplete(regex, target), state is not null);
                Assert.True(state is null || automaton.IsAccepting(state.Value) == regex.IsAccepting(target));
            }
        });

    public static TheoryData<string, string> Faults { get; } = new()
    {
        { "a)", "at character 1, this ')' closes nothing" },
        { "(a", "at character 2, a group is not closed" },
        { "(?=a)", "at character 2, of the groups that begin with (? only (?: is known" },
        { "*a", "at character 0, there is nothing before '*' to repeat" },
        { "a**", "at character 2, '*' follows another repetition" },
        { "a{2", "at character 3, a count is written {n}, {n,} or {n,m}" },
        { "a{3,2}", "at character 6, the count {3,2} ends below its beginning" },
        { "a{x}", "at character 2, a count in braces is a number from 0 to 1000" },
        { "a{1001}", "at character 6, a count in braces is a number from 0 to 1000" },
        { "[a", "at character 2, a character class is not closed" },
        { "[]", "at character 1, a character class is empty, not closed, or contains '['" },
        { "[b-a]", "at character 4, this range of characters does not go from a lower one to a higher one" },
        { @"a\", "at character 2, the pattern ends after '\\'" },
        { @"\q", "at character 2, the escape \\q is not known" },
        { @"\u12", "at character 2, \\u takes four hexadecimal digits" },
        { "^a", "at character 0, '^' is not known" },
        { "a}", "at character 1, this '}' closes nothing" },
        { new string('(', 101), "at character 100, groups are nested more than 100 deep" },
        { "((a{1000}){1000}){1000}", "the pattern needs more than 10000 states" },
        { "(a|b)*a(a|b){14}", "its automaton has more than 10000 states" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_of_a_pattern_is_named_with_its_place(string pattern, string fault)
    {
        var error = Assert.Throws<ArgumentException>(() => TokenAutomaton.Compile(pattern, ["a", "b"]));

        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
        Assert.Contains($"\"{pattern}\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vocabulary_that_cannot_spell_a_match_is_an_error()
    {
        var error = Assert.Throws<ArgumentException>(() => TokenAutomaton.Compile("abd", Letters));

        Assert.StartsWith("No sequence of tokens spells a text that matches the pattern \"abd\".", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_may_add_another_text_at_the_beginning_than_behind_others()
    {
        var automaton = TokenAutomaton.Compile("the( cat)*", [["the", "cat"], [" the", " cat"]], [1, 1]);

        var the = automaton.Next(0, 0)!.Value;
        var cat = automaton.Next(the, 1)!.Value;
        Assert.Null(automaton.Next(0, 1));
        Assert.Null(automaton.Next(the, 0));
        Assert.True(automaton.IsAccepting(the) && automaton.IsAccepting(cat) && !automaton.IsAccepting(0));
        Assert.Equal(cat, automaton.Next(cat, 1));
        Assert.Equal(2, automaton.VocabularySize);
    }

    [Fact]
    public void Texts_and_contexts_that_do_not_fit_each_other_are_an_error()
    {
        Assert.Throws<ArgumentException>(() => TokenAutomaton.Compile("a", [], []));
        Assert.Throws<ArgumentException>(() => TokenAutomaton.Compile("a", [["a", "b"]], [0]));
        Assert.Throws<ArgumentException>(() => TokenAutomaton.Compile("a", [["a"]], [1]));
    }

    [Fact]
    public void Every_search_keeps_to_the_pattern() => Law.Holds(
        from @case in SearchCase.Any
        from pattern in Gen.Elements("(ab|c)*", "a?b{2,3}c*", "[^b]+", "c(a|b)c?", ".{3}")
        select (Case: @case, Pattern: pattern),
        drawn =>
        {
            var vocabulary = new string?[drawn.Case.Distribution.Vocabulary + 3];
            string?[] texts = [null, "a", "b", "c"];
            texts.AsSpan().CopyTo(vocabulary);
            var options = drawn.Case.Options with
            {
                EndTokens = [0],
                StopSequences = [],
                MinLength = 0,
                Processors = [.. drawn.Case.Options.Processors, new PatternConstraint(TokenAutomaton.Compile(drawn.Pattern, vocabulary), [0])],
            };
            var model = new HashModel(new HashDistribution(vocabulary.Length), drawn.Case.Inputs, options.RowsPerInput);

            foreach (var hypothesis in new Decoder(options).Decode(model).SelectMany(result => result.Hypotheses))
            {
                var text = string.Concat(hypothesis.Tokens.Select(token => vocabulary[token]));
                Assert.True(
                    hypothesis.FinishReason != FinishReason.EndToken || Regex.IsMatch(text, $"^(?:{drawn.Pattern})\\z"), $"\"{text}\" against {drawn.Pattern}");
            }
        },
        count: 500);

    [Fact]
    public void The_end_comes_where_the_match_is_complete_and_the_constraint_is_no_bystander()
    {
        // Tokens: end, a, b. Left alone the model ends at once; the pattern wants b, then any a's.
        var automaton = TokenAutomaton.Compile("ba*", [null, "a", "b"]);
        var options = new SearchOptions { StartToken = 0, EndTokens = [0], MaxLength = 4, Processors = [new PatternConstraint(automaton, [0])] };

        Assert.Equal([2], new Decoder(options).Decode(new FixedModel([2f, 1f, 0f]))[0].Best.Tokens.ToArray());
        Assert.Equal([2, 1, 1, 1], new Decoder(options).Decode(new FixedModel([0f, 1f, 2f]))[0].Best.Tokens.ToArray());
    }

    [Theory]
    [InlineData("ba*")]
    [InlineData("(a|b)a(b|aa)")]
    [InlineData("(ab|b)*")]
    public void An_automaton_made_from_its_transitions_allows_what_it_allowed(string pattern)
    {
        var compiled = TokenAutomaton.Compile(pattern, [null, "a", "b", "ab"]);
        var states = Enumerable.Range(0, compiled.StateCount).ToArray();
        var transitions = states.Select(state => compiled.Tokens(state).ToArray().ToDictionary(token => token, token => compiled.Next(state, token)!.Value)).ToArray();
        var made = TokenAutomaton.FromTransitions(transitions, states.Where(compiled.IsAccepting), vocabularySize: 4);

        Assert.Equal((compiled.VocabularySize, compiled.StateCount), (made.VocabularySize, made.StateCount));
        foreach (var state in states)
        {
            Assert.Equal(compiled.IsAccepting(state), made.IsAccepting(state));
            Assert.Equal(compiled.Tokens(state), made.Tokens(state));
            Assert.All(Enumerable.Range(0, 4), token => Assert.Equal(compiled.Next(state, token), made.Next(state, token)));
        }
    }

    [Fact]
    public void Transitions_that_lead_nowhere_are_left_out_and_impossible_ones_refused()
    {
        // 0 leads by token 1 to the end and by token 2 into state 2, from where nothing ends.
        Dictionary<int, int>[] transitions = [new() { [2] = 2, [1] = 1 }, [], new() { [2] = 2 }];

        Assert.Equal([1], TokenAutomaton.FromTransitions(transitions, [1], 3).Tokens(0).ToArray());
        Assert.StartsWith("No walk through the 3 states", Assert.Throws<ArgumentException>(() => TokenAutomaton.FromTransitions(transitions, [], 3)).Message, StringComparison.Ordinal);
        Assert.StartsWith("No walk through the 0 states", Assert.Throws<ArgumentException>(() => TokenAutomaton.FromTransitions([], [], 3)).Message, StringComparison.Ordinal);
        Assert.StartsWith("In state 0, token 2 leads to state 2; tokens go from 0 to 1", Assert.Throws<ArgumentException>(() => TokenAutomaton.FromTransitions(transitions, [1], 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TokenAutomaton.FromTransitions([new Dictionary<int, int> { [0] = 1 }], [0], 2));
        Assert.StartsWith("State 3 is accepting", Assert.Throws<ArgumentException>(() => TokenAutomaton.FromTransitions(transitions, [3], 3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_would_make_forbidden_tokens_possible_again_may_not_stand_behind_a_constraint()
    {
        // Behind the pattern the prefix b would have the last word: "b" is no beginning of "a".
        var pattern = new PatternConstraint(TokenAutomaton.Compile("a", [null, "a", "b"]), [0]);
        var options = new SearchOptions { StartToken = 0, EndTokens = [0], MaxLength = 1 };
        foreach (var (constraint, behind) in new (ILogitsProcessor, ILogitsProcessor)[]
        {
            (pattern, new ForcedPrefix([2])), (pattern, new SoftPrefix([2], 0.9f)), (pattern, new MustContain([[2]], [0], 1)), (new AllowedTokens(_ => [1]), new ForcedPrefix([2])),
        })
        {
            var error = Assert.Throws<DecodingRequestException>(() => new Decoder(options with { Processors = [constraint, behind] }).Decode(new FixedModel([0f, 0f, 0f])));
            Assert.Contains($"{constraint.GetType().Name} stands before {behind.GetType().Name}", Assert.Single(error.Problems), StringComparison.Ordinal);

            // The rules of an input stand behind those of the search.
            foreach (var (ofSearch, ofInput) in new (ILogitsProcessor[], ILogitsProcessor[])[] { ([constraint], [behind]), ([], [constraint, behind]) })
            {
                var refused = Assert.Throws<DecodingRequestException>(() =>
                    new Decoder(options with { Processors = ofSearch }).Decode(new FixedModel([0f, 0f, 0f]), new DecodingRequest { Processors = [ofInput] }));
                Assert.Equal($"Processors[0]: {error.Problems[0]}", Assert.Single(refused.Problems));
            }

            var inOrder = new Decoder(options with { Processors = [behind, constraint] }).Decode(new FixedModel([0f, 0f, 0f]))[0];
            Assert.DoesNotContain(inOrder.Hypotheses, hypothesis => hypothesis.Tokens.Contains(2));
        }
    }

    [Fact]
    public void A_constraint_that_does_not_fit_is_an_error()
    {
        var automaton = TokenAutomaton.Compile("a", ["a", null]);

        Assert.Equal("PatternConstraint was made for 2 tokens, but the model has 3.", new PatternConstraint(automaton, [1]).FindProblem(3));
        Assert.Equal("PatternConstraint names token 5, but the model's tokens go from 0 to 1.", new PatternConstraint(automaton, [5]).FindProblem(2));
        Assert.StartsWith(
            "The automaton takes end token 0 for text; give null as its text when you compile the pattern.",
            Assert.Throws<ArgumentException>(() => new PatternConstraint(automaton, [0])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_prefix_that_another_rule_forced_out_of_the_pattern_leaves_no_token()
    {
        var logits = new float[2];
        new PatternConstraint(TokenAutomaton.Compile("a", ["a", null]), [1]).Apply([0, 0], logits);

        Assert.All(logits, logit => Assert.Equal(float.NegativeInfinity, logit));
    }

    private static Gen<string> Pattern(int depth) => depth == 0 ? Atoms :
        from left in Pattern(depth - 1)
        from right in Pattern(depth - 1)
        from pattern in Gen.Elements(left, left + right, $"({left}|{right})", $"({left})*", $"(?:{right})?{left}", $"({left})+", $"({left}){{2}}", $"({right}){{1,2}}")
        select pattern;

    private static bool CanComplete(CharacterAutomaton automaton, int start)
    {
        var reached = new HashSet<int> { start };
        var open = new Stack<int>(reached);
        while (open.TryPop(out var state))
        {
            foreach (var letter in Letters.Where(letter => !string.IsNullOrEmpty(letter)))
            {
                var next = automaton.Walk(state, letter);
                if (next != CharacterAutomaton.Dead && reached.Add(next))
                {
                    open.Push(next);
                }
            }
        }

        return reached.Any(automaton.IsAccepting);
    }
}
