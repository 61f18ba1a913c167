using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>What libtorch knows about a tensor without looking at its elements.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Meta
{
    internal long Elements;
    internal long ElementSize;
    internal long StorageOffset;
    internal long* Sizes;
    internal long* Strides;
    internal int Dimensions;
    internal int DType;
    internal int Device;
    internal int DeviceIndex;
    internal byte RequiresGrad;
    internal byte IsLeaf;
    internal byte IsContiguous;
    internal byte IsSparse;
}

/// <summary>The functions of native/seq_torch.cpp; one that returns int fails with a value below zero, see <see cref="Check"/>.</summary>
internal static unsafe partial class Native
{
    static Native() => Library.Prepare();

    /// <exception cref="ExternalException">libtorch refused; the message is libtorch's.</exception>
    internal static void Check(int status)
    {
        if (status < 0)
        {
            throw new ExternalException(Marshal.PtrToStringUTF8(st_error()));
        }
    }

    [LibraryImport(Library.Name)]
    internal static partial nint st_error();

    [LibraryImport(Library.Name, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int st_find(string name, string overload, out nint op);

    [LibraryImport(Library.Name)]
    internal static partial int st_invoke(nint op, Value* input, int inputs, Value* output, int* outputs);

    [LibraryImport(Library.Name)]
    internal static partial void st_free(nint handle);

    [LibraryImport(Library.Name)]
    internal static partial void st_free_list(nint list);

    [LibraryImport(Library.Name)]
    internal static partial nint st_retain(nint handle);

    [LibraryImport(Library.Name)]
    internal static partial int st_meta(nint handle, out Meta meta);

    [LibraryImport(Library.Name)]
    internal static partial int st_data(nint handle, out nint data);

    [LibraryImport(Library.Name)]
    internal static partial int st_from_bytes(void* data, long* sizes, int dimensions, int dtype, out nint handle);

    [LibraryImport(Library.Name)]
    internal static partial int st_default_dtype(int dtype);

    [LibraryImport(Library.Name)]
    internal static partial int st_grad(nint handle, out nint grad);

    [LibraryImport(Library.Name)]
    internal static partial int st_set_grad(nint handle, nint grad);

    [LibraryImport(Library.Name)]
    internal static partial int st_set_requires_grad(nint handle, int on);

    [LibraryImport(Library.Name)]
    internal static partial int st_backward(nint* tensors, int count, nint* grads, int retain, int create, nint* inputs, int inputCount);

    [LibraryImport(Library.Name)]
    internal static partial int st_gradients(
        nint* outputs, int count, nint* inputs, int inputCount, nint* grads, int retain, int create, int unused, nint* result);

    [LibraryImport(Library.Name)]
    internal static partial int st_grad_mode();

    [LibraryImport(Library.Name)]
    internal static partial void st_set_grad_mode(int on);

    [LibraryImport(Library.Name)]
    internal static partial int st_inference_mode();

    [LibraryImport(Library.Name)]
    internal static partial nint st_enter_inference_mode(int on);

    [LibraryImport(Library.Name)]
    internal static partial void st_leave_inference_mode(nint mode);

    [LibraryImport(Library.Name)]
    internal static partial int st_generator(ulong seed, out nint generator);

    [LibraryImport(Library.Name)]
    internal static partial int st_default_generator(out nint generator);

    [LibraryImport(Library.Name)]
    internal static partial void st_generator_free(nint generator);

    [LibraryImport(Library.Name)]
    internal static partial int st_generator_set_seed(nint generator, ulong seed);

    [LibraryImport(Library.Name)]
    internal static partial int st_generator_seed(nint generator, out ulong seed);

    [LibraryImport(Library.Name)]
    internal static partial int st_generator_state(nint generator, out nint state);

    [LibraryImport(Library.Name)]
    internal static partial int st_generator_set_state(nint generator, nint state);

    [LibraryImport(Library.Name)]
    internal static partial int st_threads();

    [LibraryImport(Library.Name)]
    internal static partial int st_set_threads(int n);

    [LibraryImport(Library.Name)]
    internal static partial int st_interop_threads();

    [LibraryImport(Library.Name)]
    internal static partial int st_set_interop_threads(int n);

    [LibraryImport(Library.Name)]
    internal static partial int st_cuda_devices();

    [LibraryImport(Library.Name)]
    internal static partial int st_set_deterministic(int on, int warnOnly);

    [LibraryImport(Library.Name)]
    internal static partial int st_deterministic();
}
