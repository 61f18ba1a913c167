using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Owns the tensors made while it is the newest scope of its thread, and disposes them when it ends.</summary>
public sealed partial class DisposeScope : IDisposable
{
    private DisposeScopeManager? _manager;

    internal DisposeScope(DisposeScopeManager manager)
    {
        _manager = manager;
        OuterScope = manager.CurrentDisposeScope;
    }

    internal DisposeScope? OuterScope { get; set; }

    internal HashSet<IDisposable> Disposables { get; private set; } = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            _ = Manager;
            return [.. Disposables];
        }
    }

    public int DisposablesCount
    {
        get
        {
            _ = Manager;
            return Disposables.Count;
        }
    }

    private DisposeScopeManager Manager => _manager ?? throw new ObjectDisposedException(GetType().FullName);

    public bool Contains(IDisposable disposable) => Disposables.Contains(disposable);

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        _ = Manager;
        if (scope is null)
        {
            Detach(disposables);
            return;
        }

        foreach (var disposable in disposables)
        {
            if (Disposables.Remove(disposable))
            {
                Adopt(scope, disposable);
            }
        }
    }

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        var manager = Manager;
        foreach (var disposable in disposables)
        {
            if (Disposables.Remove(disposable))
            {
                manager.StatisticsInstance.Of(disposable).DetachedFromScopeCount++;
                SetOwner(disposable, null);
            }
        }
    }

    public void Attach(IDisposable disposable) => Attach((IEnumerable<IDisposable>)[disposable]);

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var manager = Manager;
        var attached = new List<IDisposable>();
        foreach (var disposable in disposables)
        {
            if (Adopt(this, disposable))
            {
                manager.StatisticsInstance.Of(disposable).AttachedToScopeCount++;
            }

            attached.Add(disposable);
        }

        return attached;
    }

    public void DisposeEverything() => DisposeEverythingBut(Enumerable.Empty<IDisposable>());

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        _ = Manager;
        var old = Disposables;
        Disposables = new(inKeep, ReferenceEqualityComparer.Instance);
        foreach (var disposable in old)
        {
            if (!Disposables.Contains(disposable))
            {
                disposable.Dispose();
            }
        }
    }

    public void MarkAsDisposed(IDisposable disposable)
    {
        _ = Manager;
        Disposables.Remove(disposable);
        if (disposable is Tensor or nn.utils.rnn.PackedSequence)
        {
            SetOwner(disposable, null);
        }
    }

    public void Dispose()
    {
        if (_manager is { } manager)
        {
            DisposeEverything();
            manager.Remove(this);
            _manager = null;
        }
    }

    /// <summary>Lets <paramref name="replacement"/> take the place of <paramref name="original"/> in the scope that owns it.</summary>
    internal static void ReplaceWith(Tensor original, Tensor replacement)
    {
        if (original.OwningDisposeScope is { } scope && scope.Disposables.Remove(original))
        {
            original.OwningDisposeScope = null;
            Adopt(scope, replacement);
        }
    }

    private static bool Adopt(DisposeScope scope, IDisposable disposable)
    {
        var old = disposable switch
        {
            Tensor tensor => tensor.OwningDisposeScope,
            nn.utils.rnn.PackedSequence sequence => sequence.OwningDisposeScope,
            _ => throw new InvalidOperationException("DisposeScope can only manage Tensor or PackedSequence"),
        };
        if (scope == old)
        {
            return false;
        }

        scope.Disposables.Add(disposable);
        old?.Disposables.Remove(disposable);
        SetOwner(disposable, scope);
        return true;
    }

    private static void SetOwner(IDisposable disposable, DisposeScope? scope)
    {
        if (disposable is Tensor tensor)
        {
            tensor.OwningDisposeScope = scope;
        }
        else if (disposable is nn.utils.rnn.PackedSequence sequence)
        {
            sequence.OwningDisposeScope = scope;
        }
    }
}
