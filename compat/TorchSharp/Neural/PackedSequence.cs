namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static partial class rnn
            {
                /// <summary>Sequences of different lengths, step by step without padding, longest first.</summary>
                public sealed class PackedSequence : IDisposable
                {
                    /// <summary>[sum of lengths, ...]: all rows of step 0, then of step 1, and so on.</summary>
                    public readonly Tensor data;

                    /// <summary>How many sequences are still running, per step; on the CPU.</summary>
                    public readonly Tensor batch_sizes;

                    /// <summary>Which sequence of the batch stands at each place.</summary>
                    public readonly Tensor sorted_indices;

                    /// <summary>At which place each sequence of the batch stands.</summary>
                    public readonly Tensor unsorted_indices;

                    private DisposeScope? _owner;

                    internal PackedSequence(Tensor data, Tensor batchSizes, Tensor? sorted, Tensor? unsorted)
                    {
                        this.data = data.DetachFromDisposeScope();
                        batch_sizes = batchSizes.DetachFromDisposeScope();
                        HasOrder = sorted is not null;
                        sorted_indices = (sorted ?? arange(Batch(batchSizes))).DetachFromDisposeScope();
                        unsorted_indices = (unsorted ?? arange(Batch(batchSizes))).DetachFromDisposeScope();
                        OwningDisposeScope = DisposeScopeManager.ThreadSingleton.Register(this);
                    }

                    internal DisposeScope? OwningDisposeScope
                    {
                        get => _owner;
                        set
                        {
                            _owner = value;
                            data.OwningDisposeScope = value;
                            batch_sizes.OwningDisposeScope = value;
                            sorted_indices.OwningDisposeScope = value;
                            unsorted_indices.OwningDisposeScope = value;
                        }
                    }

                    private bool HasOrder { get; }

                    public void Dispose()
                    {
                        if (data.IsInvalid)
                        {
                            return;
                        }

                        data.Dispose();
                        batch_sizes.Dispose();
                        sorted_indices.Dispose();
                        unsorted_indices.Dispose();
                        DisposeScopeManager.ThreadSingleton.Disposing(this, _owner);
                        _owner?.MarkAsDisposed(this);
                    }

                    public PackedSequence MoveToOuterDisposeScope()
                    {
                        _owner?.MoveToOuter(this);
                        return this;
                    }

                    public PackedSequence DetachFromDisposeScope()
                    {
                        _owner?.Detach(this);
                        return this;
                    }

                    public PackedSequence MoveToOtherDisposeScope(PackedSequence other) => MoveToOtherDisposeScope(other._owner);

                    public PackedSequence MoveToOtherDisposeScope(DisposeScope? other)
                    {
                        if (_owner is not null)
                        {
                            _owner.MoveToOther(other, this);
                        }
                        else
                        {
                            other?.Attach(this);
                        }

                        return this;
                    }

                    /// <summary>A state [layers, batch, hidden] in the order of this sequence.</summary>
                    internal Tensor Sorted(Tensor state) => HasOrder ? state.index_select(1, sorted_indices) : state;

                    /// <summary>A state [layers, batch, hidden] back in the order of the batch.</summary>
                    internal Tensor Unsorted(Tensor state) => HasOrder ? state.index_select(1, unsorted_indices) : state;

                    /// <summary>Other data with the same lengths and order.</summary>
                    internal PackedSequence With(Tensor other) =>
                        new(
                            other, batch_sizes.alias(), HasOrder ? sorted_indices.alias() : null,
                            HasOrder ? unsorted_indices.alias() : null);

                    private static long Batch(Tensor batchSizes)
                    {
                        using var first = batchSizes[0];
                        return first.ToInt64();
                    }
                }
            }
        }
    }
}
