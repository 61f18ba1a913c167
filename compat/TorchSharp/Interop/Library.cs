using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Interop;

/// <summary>Finds and loads libSeqTorch.so (and with it libtorch) when the first tensor is made.</summary>
internal static partial class Library
{
    internal const string Name = "SeqTorch";

    private const string FileName = "libSeqTorch.so";

    /// <summary>Registers the resolver; the library itself loads at the first native call.</summary>
    static Library() => NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, Resolve);

    /// <summary>Makes sure that the static constructor ran; every native declaration goes through a class that calls this.</summary>
    internal static void Prepare()
    {
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Name)
        {
            return 0;
        }

        ChooseKernels();
        var beside = Path.GetDirectoryName(assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;
        var file = Path.Combine(beside, FileName);
        if (!File.Exists(file))
        {
            throw new DllNotFoundException(
                $"{file} is missing. It joins this program to the system's libtorch; run ./test.sh or ./seq once to build it, then build "
                + "this program again.");
        }

        try
        {
            return NativeLibrary.Load(file);
        }
        catch (DllNotFoundException e)
        {
            throw new DllNotFoundException(
                $"{file} could not be loaded: {e.Message} Run ./test.sh or ./seq once to install libtorch and to build the file again.", e);
        }
    }

    /// <summary>
    /// OpenBLAS 0.3.21 does not know newer processors and falls back to its oldest kernels, which costs a factor of five, so name the
    /// kernels. Waiting threads sleep instead of spinning. A variable that the user set stays as it is.
    /// </summary>
    /// <remarks>libc's setenv, because Environment.SetEnvironmentVariable does not reach native code.</remarks>
    private static void ChooseKernels()
    {
        const int KeepExisting = 0;
        if (Avx512F.IsSupported)
        {
            _ = SetEnvironment("OPENBLAS_CORETYPE", "SkylakeX", KeepExisting);
        }
        else if (Avx2.IsSupported)
        {
            _ = SetEnvironment("OPENBLAS_CORETYPE", "Haswell", KeepExisting);
        }

        _ = SetEnvironment("OMP_WAIT_POLICY", "PASSIVE", KeepExisting);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
