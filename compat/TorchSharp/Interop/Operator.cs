using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>Calls ATen operators by schema name, for example <c>One("add.Tensor", left, right)</c> for aten::add.Tensor.</summary>
/// <remarks>Arguments that are left out, and <see cref="Arg.Default"/>, take the default that the schema names.</remarks>
internal static unsafe class Operator
{
    private const int MaximalResults = 8;

    // A call rarely passes more list elements than this; beyond it the scratch space comes from the heap.
    private const int ScratchOnStack = 64;

    private static readonly ConcurrentDictionary<string, nint> Known = new();

    /// <summary>Calls an operator with one result.</summary>
    internal static Tensor One(string name, params ReadOnlySpan<Arg> args) => new(OneHandle(name, args));

    /// <summary>Calls an operator that changes its first argument in place, and returns that argument.</summary>
    internal static Tensor InPlace(string name, params ReadOnlySpan<Arg> args)
    {
        Invoke(name, args, []);
        return (Tensor)args[0].Object!;
    }

    /// <summary>Calls an operator for what it does to its arguments.</summary>
    internal static void Run(string name, params ReadOnlySpan<Arg> args) => Invoke(name, args, []);

    /// <summary>Calls an operator with two results.</summary>
    internal static (Tensor, Tensor) Two(string name, params ReadOnlySpan<Arg> args)
    {
        Span<Value> results = stackalloc Value[MaximalResults];
        Invoke(name, args, results);
        return (new(results[0].Pointer), new(results[1].Pointer));
    }

    /// <summary>Calls an operator with three results.</summary>
    internal static (Tensor, Tensor, Tensor) Three(string name, params ReadOnlySpan<Arg> args)
    {
        Span<Value> results = stackalloc Value[MaximalResults];
        Invoke(name, args, results);
        return (new(results[0].Pointer), new(results[1].Pointer), new(results[2].Pointer));
    }

    /// <summary>Calls an operator whose result is a list of tensors.</summary>
    internal static Tensor[] Many(string name, params ReadOnlySpan<Arg> args)
    {
        Span<Value> results = stackalloc Value[MaximalResults];
        Invoke(name, args, results);
        var handles = new ReadOnlySpan<nint>((void*)results[0].Pointer, results[0].Count);
        var tensors = new Tensor[handles.Length];
        for (var k = 0; k < tensors.Length; k++)
        {
            tensors[k] = new(handles[k]);
        }

        Native.st_free_list(results[0].Pointer);
        return tensors;
    }

    /// <summary>Calls an operator whose result is true or false.</summary>
    internal static bool Flag(string name, params ReadOnlySpan<Arg> args) => Plain(name, args).Int != 0;

    /// <summary>Calls an operator whose result is a number.</summary>
    internal static Value Plain(string name, params ReadOnlySpan<Arg> args)
    {
        Span<Value> results = stackalloc Value[MaximalResults];
        Invoke(name, args, results);
        return results[0];
    }

    private static nint OneHandle(string name, ReadOnlySpan<Arg> args)
    {
        Span<Value> results = stackalloc Value[MaximalResults];
        Invoke(name, args, results);
        return results[0].Pointer;
    }

    private static nint Find(string name)
    {
        if (Known.TryGetValue(name, out var op))
        {
            return op;
        }

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        Native.Check(Native.st_find("aten::" + (dot < 0 ? name : name[..dot]), dot < 0 ? "" : name[(dot + 1)..], out op));
        return Known.GetOrAdd(name, op);
    }

    /// <summary>The one place where managed arguments become native ones.</summary>
    [SkipLocalsInit]
    private static void Invoke(string name, ReadOnlySpan<Arg> args, Span<Value> results)
    {
        var op = Find(name);
        var length = 0;
        foreach (ref readonly var arg in args)
        {
            length += arg.Object switch
            {
                Array list => list.Length,
                string text => (Encoding.UTF8.GetByteCount(text) + 7) / 8,
                _ => 0,
            };
        }

        Span<long> scratch = length <= ScratchOnStack
            ? stackalloc long[ScratchOnStack]
            : GC.AllocateUninitializedArray<long>(length);
        var values = stackalloc Value[args.Length];
        var count = results.Length;
        fixed (long* start = scratch)
        fixed (Value* output = results)
        {
            var next = start;
            for (var k = 0; k < args.Length; k++)
            {
                values[k] = Convert(args[k], ref next);
            }

            Native.Check(Native.st_invoke(op, values, args.Length, output, &count));
        }

        // A tensor whose handle stands in `values` must not be finalised while libtorch reads it.
        foreach (ref readonly var arg in args)
        {
            GC.KeepAlive(arg.Object);
        }
    }

    private static Value Convert(in Arg arg, ref long* scratch)
    {
        var value = new Value { Kind = arg.Kind, Int = arg.Bits };
        switch (arg.Object)
        {
            case null:
                break;
            case Tensor tensor:
                value.Pointer = tensor.Handle;
                break;
            case Generator generator:
                value.Pointer = generator.Handle;
                break;
            case Device device:
                value.Count = (int)device.type;
                break;
            case string text:
                value.Pointer = (nint)scratch;
                value.Count = Encoding.UTF8.GetBytes(text, new Span<byte>(scratch, Encoding.UTF8.GetByteCount(text)));
                scratch += (value.Count + 7) / 8;
                break;
            case long[] list:
                list.CopyTo(new Span<long>(scratch, list.Length));
                Reserve(list.Length, ref value, ref scratch);
                break;
            case double[] list:
                list.CopyTo(new Span<double>(scratch, list.Length));
                Reserve(list.Length, ref value, ref scratch);
                break;
            case Tensor?[] list:
                for (var k = 0; k < list.Length; k++)
                {
                    scratch[k] = list[k]?.Handle ?? 0;
                }

                Reserve(list.Length, ref value, ref scratch);
                break;
        }

        return value;
    }

    private static void Reserve(int length, ref Value value, ref long* scratch)
    {
        value.Pointer = (nint)scratch;
        value.Count = length;
        scratch += length;
    }
}
