using System.Collections.Immutable;
using Seq.Decoding;
using Seq.Decoding.Sessions;

namespace Seq.Runtime;

/// <summary>A decode that goes on step by step, and that can be saved, restored, forked and taken back: by another process, days later.</summary>
/// <remarks>
/// It keeps buffers of the model until it is disposed, and the model itself, and those of others that decode together with it. Its steps lead where <see cref="SeqModel.Generate"/> leads.
/// Saving costs a copy of the state of each live row, a few kilobytes, and 24 bytes for each token of each hypothesis that was tried: a beam of 8 tries 8 a step.
/// For one thread at a time: a second one is refused, but for <see cref="Dispose"/>, which may come from any thread at any time.
/// </remarks>
public sealed partial class SeqSession : IDisposable
{
    private const int Idle = 0, Busy = 1, BusyAndDisposed = 2, Disposed = 3; // What _stage says.
    private readonly SeqModel _model;
    private readonly BegunModels _models;
    private readonly DecodingSession _session;
    private readonly SessionSetup _setup;
    private SessionPieces? _pieces;
    private int _stage = Idle;
    private bool _isSound = true;

    internal SeqSession(SeqModel model, BegunModels models, DecodingSession session, SessionSetup setup) =>
        (_model, _models, _session, _setup) = (model, models, session, setup);

    /// <summary>How it searches.</summary>
    public SearchOptions Search => _session.Options;

    /// <summary>How many steps it has taken.</summary>
    public int Steps => _session.Steps;

    /// <summary>Whether every hypothesis has ended.</summary>
    public bool IsFinished => _session.IsFinished;

    /// <summary>How many steps <see cref="Rewind"/> can take back; 0 by default.</summary>
    public int MaxRewind
    {
        get => _session.MaxRewind;
        set => _session.MaxRewind = value;
    }

    /// <summary>Takes a step.</summary>
    /// <param name="cancellationToken">Ends it, inside of the step too; the session cannot go on then, but what was saved can.</param>
    /// <returns>Whether there are steps left to take.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The session has been disposed.</exception>
    public bool Next(CancellationToken cancellationToken = default)
    {
        using var turn = Enter();
        try
        {
            return Count(_session.LiveHypotheses, _session.Next(cancellationToken));
        }
        catch (Exception exception) when (Observe(exception))
        {
            throw; // Never reached: the filter only looks.
        }
    }

    /// <summary>Takes a step to a token of the caller's choice; the model's log-probability of it counts. Not with a beam.</summary>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Ends it, inside of the step too.</param>
    /// <returns>Whether there are steps left to take.</returns>
    /// <exception cref="ArgumentException">There is no such token, or several samples are drawn.</exception>
    /// <exception cref="InvalidOperationException">The session searches with a beam.</exception>
    /// <exception cref="ObjectDisposedException">The session has been disposed.</exception>
    public bool Next(int token, CancellationToken cancellationToken = default)
    {
        using var turn = Enter();
        try
        {
            return Count(_session.LiveHypotheses, _session.Next([token], cancellationToken));
        }
        catch (Exception exception) when (Observe(exception))
        {
            throw; // Never reached: the filter only looks.
        }
    }

    /// <summary>
    /// The result so far: hypotheses that are still live end here, with <see cref="FinishReason.Stopped"/>, and their texts with what may still become a stop text. The session is left as
    /// it is. One that met a dead end has a <see cref="Generation.Failure"/>.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The session has been disposed.</exception>
    public Generation Peek()
    {
        using var turn = Enter();
        return Result();
    }

    /// <summary>Takes what has become certain since the last time, as <see cref="SeqModel.GenerateStream"/> tells it: breaking no character, holding back what may become a stop text.</summary>
    /// <remarks>
    /// Pieces of a session that was restored, forked or taken back begin with its first token, so that all pieces since then, joined, are the text. It is made when it is asked for; a session
    /// that nobody asks makes none. A stochastic beam has nothing to say before its end.
    /// </remarks>
    /// <returns>At most one piece for each sample; when the session is finished also the last one, with the whole result. Nothing when there is nothing new.</returns>
    /// <exception cref="InvalidOperationException">Unknown words are replaced in the result, by an alignment that is not known before its end.</exception>
    /// <exception cref="ObjectDisposedException">The session has been disposed.</exception>
    public ImmutableArray<GenerationPiece> TakePieces()
    {
        using var turn = Enter();
        if (_setup.Options.UnknownReplacement is not null)
        {
            throw new InvalidOperationException("UnknownReplacement is set, but pieces tell words before their alignment is known. Leave it out, or look at the result when the session is finished.");
        }

        _pieces ??= new(_model.TargetVocabulary, _setup.Options.StopTexts);
        return _pieces.Take(_session.Settled(), _session.IsFinished ? Result() : null);
    }

    /// <summary>Takes the remaining steps.</summary>
    /// <param name="cancellationToken">Ends it, inside of a step too.</param>
    /// <exception cref="NoTokenPossibleException">Rules or the model left no token possible; <see cref="Peek"/> tells what was written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The session has been disposed.</exception>
    public Generation Finish(CancellationToken cancellationToken = default)
    {
        while (Next(cancellationToken))
        {
        }

        var result = Peek();
        _ = result.Best;
        return result;
    }

    /// <summary>Takes the last steps back.</summary>
    /// <param name="steps">How many, at most <see cref="MaxRewind"/> and those taken since it was set.</param>
    /// <exception cref="ArgumentOutOfRangeException">So many steps are not kept.</exception>
    /// <exception cref="ObjectDisposedException">The session has been disposed.</exception>
    public void Rewind(int steps)
    {
        using var turn = Enter();
        try
        {
            _session.Rewind(steps);
            _pieces = null;
            _setup.Stops?.Begin(_session.Settled());
        }
        catch (Exception exception) when (Observe(exception))
        {
            throw; // Never reached: the filter only looks.
        }
    }

    /// <summary>Saves the session; see <see cref="SeqModel.RestoreSession"/>.</summary>
    /// <exception cref="ObjectDisposedException">The session has been disposed.</exception>
    public byte[] Save()
    {
        using var turn = Enter();
        return SavedSession.Write(_model.Manifest, _setup.Options.Composition, Snapshot());
    }

    /// <summary>Goes on from here a second time: a session of its own, with all options of this one but the observer, which watches this one alone. A time budget begins anew.</summary>
    /// <exception cref="ObjectDisposedException">The session or the model has been disposed.</exception>
    public SeqSession Fork()
    {
        using var turn = Enter();
        var request = _setup.Options.Request with { StartTokens = null, MaxLengths = null, RowKeys = null, SourceLengths = null, Observer = null }; // The lists are in the snapshot.
        return _model.Restore(Snapshot(), _setup.Options with { Request = request }, _setup.SourceWords);
    }

    /// <summary>Gives the buffers back, or lets the thread that is at work with the session give them back when it leaves. A second time does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.CompareExchange(ref _stage, Disposed, Idle) == Idle)
        {
            Release();
        }
        else
        {
            // Nobody but the thread at work may touch the buffers. It may have left by now, though: then they are for this one to give back.
            if (Interlocked.CompareExchange(ref _stage, BusyAndDisposed, Busy) == Idle)
            {
                Dispose();
            }
        }
    }

    private void Release()
    {
        if (_isSound)
        {
            _models.Sound();
        }

        _models.Dispose();
    }

    private Turn Enter()
    {
        var stage = Interlocked.CompareExchange(ref _stage, Busy, Idle);
        ObjectDisposedException.ThrowIf(stage is Disposed or BusyAndDisposed, this);
        return stage == Idle
            ? new(this)
            : throw new InvalidOperationException("This session is at work on another thread. Use one session per thread, or wait until it has returned.");
    }

    private void Leave()
    {
        if (Interlocked.CompareExchange(ref _stage, Idle, Busy) != Busy)
        {
            _stage = Disposed;
            Release();
        }
    }

    private Generation Result() => _model.ToGeneration((_session.IsFinished ? _session.Results() : _session.Peek())[0], _setup.Options, _setup.SourceWords);

    private SessionSnapshot Snapshot()
    {
        try
        {
            return _session.Save();
        }
        catch (Exception exception) when (Observe(exception))
        {
            throw; // Never reached: the filter only looks.
        }
    }

    /// <summary>Takes down whether an exception may have left the step model in disorder; a cancellation and a fault of the caller have not.</summary>
    private bool Observe(Exception exception)
    {
        _isSound &= exception is OperationCanceledException or ArgumentException or InvalidOperationException;
        return false;
    }

    /// <summary>The time in which a thread has the session to itself.</summary>
    private readonly struct Turn(SeqSession session) : IDisposable
    {
        public void Dispose() => session.Leave();
    }
}
