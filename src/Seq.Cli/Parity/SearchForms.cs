using Seq.Cli.Models;
using Seq.Decoding;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Parity;

/// <summary>Compares the tokens of every search three ways: Seq.Decoding over TorchSharp, Seq.Decoding over the step graph, and the graph that searches by itself.</summary>
/// <remarks>
/// Where tokens differ, the trainer's own search is run again with its logits changed by no more than the rounding that was measured, equal ones alike. If that
/// changes its tokens too, float32 cannot tell the choices apart and the row counts as within rounding; otherwise it is a fault.
/// </remarks>
internal sealed class SearchForms
{
    private const int Trials = 8;
    private const double Float32Step = 1.0 / (1 << 23);

    private readonly TorchSide _trainer;
    private readonly BundleSide _bundle;
    private readonly Func<double> _rounding;
    private readonly IReadOnlyList<(ParitySearch Search, TokensCheck Host, TokensCheck InGraph)> _searches;
    private readonly InGraphOutputsForm _outputs;
    private readonly TextForm _text;
    private readonly TokensCheck _scoreGreedy = new("score-greedy", "greedy tokens, score.onnx");

    /// <param name="trainer">The checkpoint's model.</param>
    /// <param name="referee">The same in float64.</param>
    /// <param name="bundle">The bundle.</param>
    /// <param name="limits">How far to search.</param>
    /// <param name="rounding">The rounding of logits that was measured so far.</param>
    internal SearchForms(TorchSide trainer, TorchSide referee, BundleSide bundle, ParityLimits limits, Func<double> rounding)
    {
        (_trainer, _bundle, _rounding) = (trainer, bundle, rounding);
        _outputs = new(bundle, fed => (trainer.Attention(fed), referee.Attention(fed)));
        _searches =
        [
            .. ParitySearch.Of(bundle.Model, limits.MaxSteps).Select(search => (
                search,
                new TokensCheck($"host-{search.Name}", $"{search.Name}, step.onnx by the host"),
                new TokensCheck($"in-graph-{search.Name}", $"{search.Name}, {search.Graph}.onnx"))),
        ];
        _text = new(bundle.Model, _searches[0].Search.Options);
    }

    /// <summary>The outcome.</summary>
    /// <param name="trainerError">The trainer's largest difference from float64 over all whole sequences.</param>
    internal IReadOnlyList<CheckResult> Results(double trainerError) =>
    [
        _scoreGreedy.Result,
        .. _searches.SelectMany(pair => pair.Search.InGraph ? new[] { pair.Host.Result, pair.InGraph.Result } : [pair.Host.Result]),
        .. new[] { _outputs.Attention?.Result(trainerError), _text.Result }.OfType<CheckResult>(),
    ];

    /// <summary>What nothing was said about.</summary>
    internal IEnumerable<string> NotCompared => _text.NotCompared;

    /// <summary>Compares the searches from a batch.</summary>
    /// <param name="input">The batch.</param>
    /// <param name="everySearch">Whether all of them; otherwise greedy search alone.</param>
    /// <param name="forms">Compares the logits of what greedy search wrote.</param>
    /// <param name="label">Names a row.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    internal void Compare(ParityInput input, bool everySearch, LogitsForms forms, Func<int, string> label, CancellationToken cancellationToken)
    {
        var inputs = ParityInputs.SearchInputs(input);
        foreach (var (search, host, inGraph) in _searches.Take(everySearch ? _searches.Count : 1))
        {
            TokensCheck[] checks = [host, .. search.InGraph ? new[] { inGraph } : [], .. search.Name == "greedy" ? new[] { _scoreGreedy } : []];
            SearchFailure.Note(checks, label(0), () => Compare(search, host, inGraph, everySearch, input, inputs, forms, label, cancellationToken));
        }
    }

    private void Compare(
        ParitySearch search, TokensCheck host, TokensCheck inGraph, bool everyForm, ParityInput input, IReadOnlyList<IReadOnlyList<int>> inputs, LogitsForms forms,
        Func<int, string> label, CancellationToken cancellationToken)
    {
        var (expected, rounding) = TrainerFinds(search.Options, inputs, keys: null, noise: 0, seed: 0, cancellationToken);
        var byHost = BundleFinds(search.Options, inputs, false, rounding, cancellationToken);
        var byGraph = search.InGraph ? BundleFinds(search.Options, inputs, true, rounding, cancellationToken) : null;
        if (byGraph is not null && everyForm)
        {
            _outputs.Compare(search, inputs, byGraph, label, cancellationToken);
        }

        for (var row = 0; row < inputs.Count; row++)
        {
            var (index, name) = (row, search.Name == "greedy" ? label(row) : $"{label(row)}, {search.Options.Sampling?.Seed.ToString("x", null) ?? "beam"}");
            bool IsRounding() => TurnsOnRounding(search.Options, inputs[index], (uint)index, expected[index], cancellationToken);
            host.Add(expected[row], byHost[row], name, IsRounding);
            if (byGraph is not null)
            {
                inGraph.Add(byHost[row], byGraph[row], name, IsRounding);
            }
        }

        if (search.Name == "greedy")
        {
            CompareScore(input, inputs, expected, forms, label, search.Options, cancellationToken);
            if (everyForm)
            {
                _text.Compare(inputs, label, rounding, read => TurnsOnRounding(search.Options, read, cancellationToken), cancellationToken);
            }
        }
    }

    private void CompareScore(
        ParityInput input, IReadOnlyList<IReadOnlyList<int>> inputs, IReadOnlyList<FoundTokens[]> expected, LogitsForms forms, Func<int, string> label,
        SearchOptions search, CancellationToken cancellationToken)
    {
        IReadOnlyList<int> Before(int row) => input.Source is null ? [search.StartToken, .. inputs[row]] : [search.StartToken];
        var target = TokenBatch.Of([.. Enumerable.Range(0, inputs.Count).Select(row =>
            (IReadOnlyList<int>)[.. Before(row), .. expected[row][0].Tokens.Take(expected[row][0].Tokens.Count - 1)])]);
        var (_, _, score) = forms.Compare(input with { Target = target }, row => label(row) + ", its greedy output", cancellationToken);
        for (var row = 0; row < inputs.Count; row++)
        {
            var (index, tokens) = (row, expected[row][0].Tokens);
            int[] chosen = [.. Enumerable.Range(Before(row).Count - 1, tokens.Count).Select(step => score.ArgMax(index, step))];
            _scoreGreedy.Add(
                expected[row], [new(chosen, expected[row][0].LogProbability, expected[row][0].Score)], label(row),
                () => TurnsOnRounding(search, inputs[index], (uint)index, expected[index], cancellationToken));
        }
    }

    private IReadOnlyList<FoundTokens[]> BundleFinds(
        SearchOptions search, IReadOnlyList<IReadOnlyList<int>> inputs, bool inGraph, double rounding, CancellationToken cancellationToken)
    {
        var found = _bundle.Model.GenerateTokensBatch(inputs, new GenerateOptions { Search = search, InGraph = inGraph }, cancellationToken);
        return [.. found.Select(generation => generation.Hypotheses.Select(sequence => FoundTokens.Of(sequence) with { ScoreRounding = rounding }).ToArray())];
    }

    /// <returns>What it found, and by how much a token's log-probability may differ by rounding.</returns>
    private (IReadOnlyList<FoundTokens[]> Found, double Rounding) TrainerFinds(
        SearchOptions search, IReadOnlyList<IReadOnlyList<int>> inputs, IReadOnlyList<uint>? keys, double noise, ulong seed, CancellationToken cancellationToken)
    {
        var language = _bundle.Description is LanguageModelDescription;
        var read = language ? [.. inputs.Select(prompt => (IReadOnlyList<int>)[search.StartToken, .. prompt])] : inputs;
        using var steps = _trainer.Begin(language ? AllButLast(read) : TokenBatch.Of(read), inputs.Count);
        var request = new DecodingRequest
        {
            StartTokens = language ? [.. read.Select(prompt => prompt[^1])] : null,
            RowKeys = search.Sampling is null ? null : keys,
        };
        var model = new TorchStepModel(steps, Vocabularies.Target(_bundle.Description)) { Noise = noise, NoiseSeed = seed };
        var results = new Decoder(search).Decode(model, request, cancellationToken);
        var rounding = (LogitRounding + Float32Step) * model.Largest;
        return ([.. results.Select(result => result.Hypotheses.Select(hypothesis => FoundTokens.Of(hypothesis) with { ScoreRounding = rounding }).ToArray())], rounding);
    }

    /// <summary>What a search reads before it begins; rows of which nothing is left have length 0.</summary>
    private static TokenBatch? AllButLast(IReadOnlyList<IReadOnlyList<int>> rows) => rows.All(row => row.Count == 1)
        ? null
        : TokenBatch.Of([.. rows.Select(row => (IReadOnlyList<int>)[.. row.Take(row.Count - 1)])]);

    /// <summary>Relative to the largest logit of a step.</summary>
    private double LogitRounding => LogitsCheck.RoundingFactor * _rounding();

    private bool TurnsOnRounding(SearchOptions search, IReadOnlyList<int> input, uint key, FoundTokens[] expected, CancellationToken cancellationToken)
    {
        var noise = LogitRounding + LogitsCheck.RoundingFloor;
        for (ulong seed = 1; seed <= Trials; seed++)
        {
            var again = TrainerFinds(search, [input], [key], noise, seed, cancellationToken).Found[0];
            if (again.Length != expected.Length || again.Zip(expected).Any(pair => !pair.First.Tokens.SequenceEqual(pair.Second.Tokens)))
            {
                return true;
            }
        }

        return false;
    }

    private bool TurnsOnRounding(SearchOptions search, IReadOnlyList<int> input, CancellationToken cancellationToken) =>
        TurnsOnRounding(search, input, 0, TrainerFinds(search, [input], keys: null, noise: 0, seed: 0, cancellationToken).Found[0], cancellationToken);
}
