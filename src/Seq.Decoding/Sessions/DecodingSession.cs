using System.Collections.Immutable;
using Seq.Decoding.Search;

namespace Seq.Decoding.Sessions;

/// <summary>A decode that the caller drives step by step, and that can be saved, restored, forked and taken back.</summary>
/// <remarks>
/// <para>
/// A session does what <see cref="Decoder.Decode(IStepModel, DecodingRequest, CancellationToken)"/> does, one step per call of <see cref="Next(CancellationToken)"/>:
/// <see cref="Results"/> are equal when it is finished. It has the model to itself while it goes on. Saving it at any step, and going on from there with
/// this model or another one of the same weights, changes nothing.
/// </para>
/// <para>
/// Saving, forking and taking back need an <see cref="ISnapshotModel"/> and cost a copy of the state of each live row; what is saved has also the tokens of every hypothesis that was tried.
/// A session serves one thread at a time, and refuses a second one.
/// </para>
/// <para>
/// What breaks off a step inside of the model leaves the session without rows to go on with: <see cref="Peek"/> still tells what there is, and <see cref="Rewind"/> of a step that
/// is kept, or an earlier snapshot, goes on from there. A cancellation before a step leaves it as it is.
/// </para>
/// </remarks>
public sealed class DecodingSession
{
    private readonly IStepModel _model;
    private readonly DecodingRequest _request;
    private readonly StepDriver _driver;
    private readonly TokenSearch _search;
    private readonly Queue<PastStep> _past = [];
    private int _busy;

    /// <summary>Begins a session.</summary>
    /// <param name="model">The model, with one row per input in its initial state.</param>
    /// <param name="options">How to search.</param>
    /// <param name="request">What differs from input to input; null for nothing.</param>
    /// <exception cref="SearchOptionsException">Some options are out of range, without effect, or do not fit the model.</exception>
    /// <exception cref="DecodingRequestException">The model has no rows, or the request does not fit its rows.</exception>
    public DecodingSession(IStepModel model, SearchOptions options, DecodingRequest? request = null)
        : this(options, model, request ?? DecodingRequest.Default)
    {
        _request.Validate(Options, model.Rows, model.VocabularySize);
        Inputs = model.Rows;
        _search.Begin(model, _request);
    }

    private DecodingSession(SearchOptions options, IStepModel model, DecodingRequest request)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        (_model, _request, Options) = (model, request, options.Frozen());
        Options.Validate(model);
        _driver = new StepDriver(model, request);
        _search = Decoder.Choose(Options);
    }

    /// <summary>How it searches.</summary>
    public SearchOptions Options { get; }

    /// <summary>The number of inputs.</summary>
    public int Inputs { get; private set; }

    /// <summary>How many steps it has taken.</summary>
    public int Steps { get; private set; }

    /// <summary>The number of live hypotheses of all inputs; 0 when the session is finished.</summary>
    public int LiveHypotheses => _search.Live;

    /// <summary>Whether every hypothesis has ended.</summary>
    public bool IsFinished => _search.Tokens.IsEmpty;

    /// <summary>How many steps <see cref="Rewind"/> can take back: so many snapshots are kept.</summary>
    /// <value>0 by default.</value>
    /// <exception cref="InvalidOperationException">It is set above 0 and the model cannot save its rows.</exception>
    public int MaxRewind
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            if (value > 0)
            {
                _ = Snapshots();
            }

            field = value;
            Forget(value);
        }
    }

    /// <summary>Goes on with a session that was saved, where it was.</summary>
    /// <param name="model">A model of the same weights; its rows are replaced.</param>
    /// <param name="options">
    /// The options of the saved session. What gives its state a shape (the kind of search, beam, groups, hypotheses, alternatives, attention) is checked;
    /// the rest goes on as given here.
    /// </param>
    /// <param name="snapshot">The saved session.</param>
    /// <param name="request">
    /// Rules for single inputs, observer and time budget, which a snapshot does not hold; what else differs from input to input comes from the snapshot. Null for none.
    /// </param>
    /// <returns>A session of its own; the same snapshot may be restored any number of times.</returns>
    /// <exception cref="SnapshotException">The snapshot does not fit the model or the options, or contradicts itself.</exception>
    /// <inheritdoc cref="DecodingSession(IStepModel, SearchOptions, DecodingRequest?)" path="/exception"/>
    public static DecodingSession Restore(IStepModel model, SearchOptions options, SessionSnapshot snapshot, DecodingRequest? request = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var session = new DecodingSession(options, model, request ?? DecodingRequest.Default);
        snapshot.CheckFits(session.Options, model.VocabularySize);
        session._request.ValidateRestored(session.Options, snapshot.Inputs, model.VocabularySize);
        session.Load(snapshot);
        return session;
    }

    /// <summary>Takes one step with every live hypothesis.</summary>
    /// <param name="cancellationToken">Prevents the step, or ends it early where the model can; then no further step is possible until some are taken back.</param>
    /// <returns>Whether there are steps left to take; false when the session is finished.</returns>
    /// <exception cref="OperationCanceledException">Cancelled, unless the request keeps partial results.</exception>
    /// <exception cref="InvalidOperationException">The session is at work on another thread, or an earlier step was broken off.</exception>
    /// <inheritdoc cref="Decoder.Decode(IStepModel, DecodingRequest, CancellationToken)" path="/exception"/>
    public bool Next(CancellationToken cancellationToken = default)
    {
        using var turn = Enter();
        return Step(cancellationToken);
    }

    /// <summary>Takes one step in which every live hypothesis takes a token of the caller's choice; the model's log-probability of it counts.</summary>
    /// <param name="tokens">The tokens, [live hypotheses], by input and then by sample.</param>
    /// <param name="cancellationToken">Prevents the step, or ends it early where the model can.</param>
    /// <returns>Whether there are steps left to take.</returns>
    /// <exception cref="ArgumentException">There is not one token per live row, or one is not in the vocabulary.</exception>
    /// <exception cref="InvalidOperationException">
    /// The session searches with a beam, whose hypotheses are not the caller's to choose; it is at work on another thread, or an earlier step was broken off.
    /// </exception>
    public bool Next(ReadOnlySpan<int> tokens, CancellationToken cancellationToken = default)
    {
        using var turn = Enter();
        if (_search is not RowSearch search)
        {
            throw new InvalidOperationException("Only greedy search and sampling take tokens from outside; a beam chooses its hypotheses itself. Set BeamSize to 1.");
        }

        if (tokens.Length != search.Live || IsFinished)
        {
            throw new ArgumentException($"There are {tokens.Length} tokens for {search.Live} live hypotheses; give one for each.", nameof(tokens));
        }

        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)_model.VocabularySize)
            {
                throw new ArgumentException($"Token {token} is not among those of the model, from 0 to {_model.VocabularySize - 1}.", nameof(tokens));
            }
        }

        search.Forced = tokens.ToArray();
        try
        {
            return Step(cancellationToken);
        }
        finally
        {
            search.Forced = []; // A step that was not taken leaves nothing to the next one.
        }
    }

    /// <summary>What was found, once the session is finished.</summary>
    /// <returns>One result per input, [inputs].</returns>
    /// <exception cref="InvalidOperationException">Hypotheses are still live; <see cref="Peek"/> shows them too.</exception>
    public ImmutableArray<DecodingResult> Results() => IsFinished && !_driver.IsSearchBroken
        ? _search.Results()
        : throw new InvalidOperationException($"{LiveHypotheses} hypotheses are still live. Call Next until it returns false, or Peek to see what there is.");

    /// <summary>What there would be if every live hypothesis ended here, with <see cref="FinishReason.Stopped"/>; the session is left as it is.</summary>
    /// <returns>One result per input, [inputs].</returns>
    /// <exception cref="InvalidOperationException">The session is at work on another thread, or the search failed half-way through a step.</exception>
    public ImmutableArray<DecodingResult> Peek()
    {
        using var turn = Enter();
        if (_driver.IsSearchBroken)
        {
            throw Broken();
        }

        var search = Decoder.Choose(Options);
        search.Exchange(new StateExchange(SearchState()), _model, DecodingRequest.Default);
        search.EndAll(FinishReason.Stopped);
        return search.Results();
    }

    /// <summary>The tokens that are settled so far, those before a restored or forked session began included: what an <see cref="IDecodingObserver"/> is told of.</summary>
    /// <remarks>
    /// Only taking steps back takes any of them away. Samples have all of their tokens; a beam those that its hypotheses have in common, and when an input is done those of the best; a
    /// stochastic beam none before that. The last one says why its hypothesis ended, where it ended with a token.
    /// </remarks>
    /// <returns>The tokens by input, then by sample, then by step.</returns>
    /// <exception cref="InvalidOperationException">The session is at work on another thread, or the search failed half-way through a step.</exception>
    public ImmutableArray<AcceptedToken> Settled()
    {
        using var turn = Enter();
        return _driver.IsSearchBroken ? throw Broken() : [.. Enumerable.Range(0, Inputs).SelectMany(_search.Settled)];
    }

    /// <summary>Saves the session as it is.</summary>
    /// <exception cref="InvalidOperationException">The model cannot save its rows, the session is at work on another thread, or an earlier step was broken off.</exception>
    public SessionSnapshot Save()
    {
        using var turn = Enter();
        RequireWhole();
        return new SessionSnapshot(SearchShape.Of(Options), _model.VocabularySize, Inputs, Steps, SearchState(), SaveRows());
    }

    /// <summary>Goes on from here a second time, with another model of the same weights.</summary>
    /// <param name="model">The other model; its rows are replaced.</param>
    /// <param name="request">As for <see cref="Restore"/>.</param>
    /// <returns>A session that is where this one is; what happens to one of them does not touch the other.</returns>
    /// <exception cref="InvalidOperationException">A model cannot save its rows, the session is at work on another thread, or an earlier step was broken off.</exception>
    public DecodingSession Fork(IStepModel model, DecodingRequest? request = null) => Restore(model, Options, Save(), request);

    /// <summary>Takes the last steps back; an observer sees their tokens a second time when they are taken again.</summary>
    /// <param name="steps">How many, at most <see cref="MaxRewind"/> and those taken since it was set.</param>
    /// <exception cref="ArgumentOutOfRangeException">So many steps are not kept.</exception>
    /// <exception cref="InvalidOperationException">The session is at work on another thread.</exception>
    public void Rewind(int steps)
    {
        using var turn = Enter();
        if (steps < 0 || steps > _past.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(steps), steps, $"The last {_past.Count} steps are kept. Set MaxRewind before the steps that you want to take back.");
        }

        if (steps > 0)
        {
            var kept = _past.ToArray();
            _past.Clear();
            foreach (var past in kept.AsSpan(0, kept.Length - steps))
            {
                _past.Enqueue(past);
            }

            var (search, rows, taken) = kept[^steps];
            _search.Exchange(new StateExchange(search, countsOnly: true), _model, _request);
            Snapshots().LoadRows(rows);
            Steps = taken;
            _driver.Mend();
        }
    }

    private bool Step(CancellationToken cancellationToken)
    {
        if (IsFinished)
        {
            return false;
        }

        RequireWhole();
        PastStep? before = null;
        if (MaxRewind > 0)
        {
            // The tokens so far stay where they are: falling back needs only how many there were.
            var exchange = new StateExchange(countsOnly: true);
            _search.Exchange(exchange, _model, _request);
            before = new(exchange.ToArray(), SaveRows(), Steps);
        }

        var taken = false;
        try
        {
            taken = _driver.TryAdvance(_search, cancellationToken);
            Steps += taken ? 1 : 0;
        }
        finally
        {
            // Steps that were not taken cannot be taken back, but what was broken off in the midst can.
            if (before is { } past && (taken || _driver.IsModelBroken || _driver.IsSearchBroken))
            {
                Forget(MaxRewind - 1);
                _past.Enqueue(past);
            }
        }

        return !IsFinished;
    }

    private ImmutableArray<RowState> SaveRows()
    {
        var rows = ImmutableArray.CreateBuilder<RowState>(_search.Tokens.Length);
        for (var row = 0; row < rows.Capacity; row++)
        {
            rows.Add(Snapshots().SaveRow(row));
        }

        return rows.MoveToImmutable();
    }

    private void RequireWhole()
    {
        if (_driver.IsSearchBroken || (_driver.IsModelBroken && !IsFinished))
        {
            throw Broken();
        }
    }

    private static InvalidOperationException Broken() => new(
        "A step of this session was broken off by a cancellation or a fault, and it cannot go on from there. Rewind a step that MaxRewind keeps, or restore what was saved before.");

    private Turn Enter() => Interlocked.Exchange(ref _busy, 1) == 0
        ? new(this)
        : throw new InvalidOperationException("This session is at work on another thread. Use one session per thread, or wait until it has returned.");

    private byte[] SearchState()
    {
        var exchange = new StateExchange();
        _search.Exchange(exchange, _model, _request);
        return exchange.ToArray();
    }

    private void Load(SessionSnapshot snapshot)
    {
        try
        {
            _search.Exchange(new StateExchange(snapshot.SearchState), _model, _request);
        }
        catch (Exception exception) when (exception is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new SnapshotException($"The saved session contradicts itself: {exception.Message}");
        }

        StateExchange.Require(snapshot.Inputs == _search.Inputs, $"it has {_search.Inputs} inputs but announces {snapshot.Inputs}");
        StateExchange.Require(snapshot.Rows.Length == _search.Tokens.Length, $"{_search.Tokens.Length} rows go on, but {snapshot.Rows.Length} were saved");
        if (snapshot.Rows.Length > 0)
        {
            Snapshots().LoadRows(snapshot.Rows);
        }

        (Inputs, Steps) = (snapshot.Inputs, snapshot.Steps);
    }

    private void Forget(int kept)
    {
        while (_past.Count > kept)
        {
            _past.Dequeue();
        }
    }

    private ISnapshotModel Snapshots() => _model is ISnapshotModel { CanSaveRows: true } model
        ? model
        : throw new InvalidOperationException($"The model, a {_model.GetType().Name}, cannot save its rows. Use one that is an ISnapshotModel.");

    /// <summary>What it takes to fall back to the moment before a step.</summary>
    private readonly record struct PastStep(byte[] Search, ImmutableArray<RowState> Rows, int Steps);

    /// <summary>The time in which a thread has the session to itself.</summary>
    private readonly struct Turn(DecodingSession session) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref session._busy, 0);
    }
}
