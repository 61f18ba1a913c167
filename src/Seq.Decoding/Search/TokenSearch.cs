using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Seq.Decoding.Search;

/// <summary>A way to search, step by step, with the buffers it reuses from one decode to the next: what all ways have in common.</summary>
/// <param name="options">How to search.</param>
/// <param name="rowsPerInput">The most live hypotheses of an input.</param>
internal abstract class TokenSearch(SearchOptions options, int rowsPerInput)
{
    /// <summary>The number of live hypotheses; more than <see cref="Tokens"/> before the first step, when samples share a row.</summary>
    public int Live { get; protected set; }

    /// <summary>The token that each row of the model takes in at the next step, [rows]; empty when the search is over.</summary>
    public ReadOnlySpan<int> Tokens => NextTokens.AsSpan(0, Rows);

    /// <summary>The row before the last <see cref="Advance"/> that each row follows, [rows].</summary>
    public ReadOnlySpan<int> Parents => FollowedRows.AsSpan(0, Live);

    protected SearchOptions Options { get; } = options;

    protected EndRule EndRule { get; } = new(options);

    protected LengthLimits Limits { get; } = new(options);

    protected StepRecorder Recorder { get; } = new(options);

    protected TokenTree Tree { get; } = new();

    protected RowPreparation Preparation => field ??= new(Options, Limits);

    /// <summary>The number of inputs.</summary>
    public int Inputs { get; private set; }

    /// <summary>How many steps have been taken.</summary>
    protected int Step { get; set; }

    protected int VocabularySize { get; private set; }

    /// <summary>Buffer of <see cref="Tokens"/>.</summary>
    protected int[] NextTokens { get; private set; } = [];

    /// <summary>Buffer of <see cref="Parents"/>.</summary>
    protected int[] FollowedRows { get; private set; } = [];

    /// <summary>How many rows the model has at the next step.</summary>
    protected virtual int Rows => Live;

    /// <summary>Begins to decode every row of a model.</summary>
    /// <param name="model">The model with one row per input.</param>
    /// <param name="request">A request that fits the model.</param>
    public void Begin(IStepModel model, DecodingRequest request)
    {
        Inputs = Live = model.Rows;
        Step = 0;
        PrepareFor(model, request);
        Tree.Clear();
        Limits.Begin(request, Inputs);
        for (var input = 0; input < Inputs; input++)
        {
            NextTokens[input] = request.StartTokens?[input] ?? Options.StartToken;
        }

        BeginHypotheses(request);
    }

    /// <summary>Goes on where a search of the same options was, or gives out where it is.</summary>
    /// <remarks>What is taken in is not believed: it is held to all that a step relies on.</remarks>
    /// <exception cref="Sessions.SnapshotException">The state contradicts itself, or is not one of these options.</exception>
    /// <param name="exchange">The state of the search; complete but for the model, the options and the request.</param>
    /// <param name="model">The model.</param>
    /// <param name="request">The request.</param>
    public void Exchange(StateExchange exchange, IStepModel model, DecodingRequest request)
    {
        var (inputs, live, step) = (Inputs, Live, Step);
        exchange.Value(ref inputs);
        exchange.Value(ref live);
        exchange.Value(ref step);
        (Inputs, Live, Step) = (inputs, live, step);
        if (exchange.IsInput)
        {
            // Each input has two limits: what there is bounds what is allocated.
            StateExchange.Require(inputs >= 1 && inputs <= exchange.Left / (2 * sizeof(int)), $"it announces {inputs} inputs where it has no room for them");
            StateExchange.Require((long)inputs * rowsPerInput <= Array.MaxLength, $"{inputs} inputs have too many rows");
            StateExchange.Require(live >= 0 && live <= inputs * rowsPerInput && step >= 0, $"{live} hypotheses of {inputs} inputs are live at step {step}");
            PrepareFor(model, request);
        }

        Limits.Exchange(exchange, Inputs);
        Tree.Exchange(exchange);
        Recorder.Exchange(exchange);
        ExchangeHypotheses(exchange);
        exchange.Values(NextTokens.AsSpan(0, Rows));
        if (exchange.IsInput)
        {
            StateExchange.Require(exchange.Left == 0, $"{exchange.Left} bytes are left over");
            if (!exchange.CountsOnly) // What this search itself has kept is believed.
            {
                StateExchange.Require(!Tokens.ContainsAnyExceptInRange(0, VocabularySize - 1), "the token of a row is not in the vocabulary");
                Check(new SavedHypotheses(Tree.Depths(VocabularySize, Recorder)));
            }
        }
    }

    /// <summary>Extends every live hypothesis by a token. Those of an input that has none possible end with <see cref="FinishReason.DeadEnd"/>.</summary>
    /// <param name="logits">Logits of the step, [rows, vocabulary]; changed in place.</param>
    public abstract void Advance(Span<float> logits);

    /// <summary>Ends what is still live.</summary>
    /// <param name="reason">Why.</param>
    public abstract void EndAll(FinishReason reason);

    /// <summary>What has ended, once nothing is live.</summary>
    /// <returns>One result per input, [inputs].</returns>
    public ImmutableArray<DecodingResult> Results()
    {
        var results = new DecodingResult[Inputs];
        for (var input = 0; input < Inputs; input++)
        {
            results[input] = ToResult(input, [.. Ranked(input)]);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(results);
    }

    private static DecodingResult ToResult(int input, ImmutableArray<Hypothesis> ranked)
    {
        ImmutableArray<Hypothesis> found = [.. ranked.Where(hypothesis => hypothesis.FinishReason != FinishReason.DeadEnd)];
        return new DecodingResult
        {
            Hypotheses = found,
            DeadEnds = [.. ranked.Where(hypothesis => hypothesis.FinishReason == FinishReason.DeadEnd)],
            Failure = found.IsEmpty ? new NoTokenPossibleException(input, ranked.Max(hypothesis => hypothesis.Length)) : null,
        };
    }

    /// <summary>The tokens of an input that are settled so far, by sample and then by step.</summary>
    /// <remarks>A hypothesis that ended between two tokens, such as a dead end, has no reason with its last one.</remarks>
    public abstract IEnumerable<AcceptedToken> Settled(int input);

    /// <summary>The tokens of a hypothesis as an observer hears of them.</summary>
    /// <param name="input">The index of the input.</param>
    /// <param name="sample">The index of the sample.</param>
    /// <param name="node">Its last token.</param>
    /// <param name="length">How many it has.</param>
    /// <param name="reason">Why it has ended; null when it lives.</param>
    protected IEnumerable<AcceptedToken> Tell(int input, int sample, int node, int length, FinishReason? reason)
    {
        var nodes = new int[length];
        Tree.CopyNodes(node, nodes);
        var last = reason is FinishReason.Cancelled or FinishReason.TimeLimit or FinishReason.DeadEnd ? null : reason;
        return nodes.Select((at, step) => new AcceptedToken(input, sample, step, Tree.Token(at), Tree.LogProbability(at), step + 1 == length ? last : null));
    }

    /// <summary>Makes the buffers larger.</summary>
    /// <param name="rows">The most live hypotheses of all inputs.</param>
    protected abstract void Reserve(int rows);

    /// <summary>Takes from model and request what the search needs besides what all take.</summary>
    protected abstract void Prepare(DecodingRequest request);

    /// <summary>Makes the first hypotheses.</summary>
    protected abstract void BeginHypotheses(DecodingRequest request);

    /// <summary>Reads or writes the hypotheses.</summary>
    protected abstract void ExchangeHypotheses(StateExchange exchange);

    /// <summary>Holds hypotheses that were taken in to what a step relies on.</summary>
    /// <exception cref="Sessions.SnapshotException">They break it.</exception>
    protected abstract void Check(SavedHypotheses saved);

    /// <summary>Holds a live hypothesis that was taken in to the step and to the limits of its input.</summary>
    /// <exception cref="Sessions.SnapshotException">It breaks them.</exception>
    protected void CheckLive(SavedHypotheses saved, int input, int node)
    {
        saved.Require(node, Step);
        StateExchange.Require(Step < Limits.Most(input), $"a hypothesis of input {input} is live at step {Step}, beyond its maximum length");
    }

    /// <summary>The hypotheses of an input, best first, dead ends among them.</summary>
    protected abstract IEnumerable<Hypothesis> Ranked(int input);

    private void PrepareFor(IStepModel model, DecodingRequest request)
    {
        var rows = checked(Inputs * rowsPerInput);
        if (NextTokens.Length < rows)
        {
            NextTokens = new int[rows];
            FollowedRows = new int[rows];
            Reserve(rows);
        }

        VocabularySize = model.VocabularySize;
        Preparation.Begin(model, request.Processors);
        EndRule.Begin(request.Processors);
        Recorder.Begin(model);
        Prepare(request);
    }
}
