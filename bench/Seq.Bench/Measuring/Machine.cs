using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace Seq.Bench.Measuring;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>One line: cores, vector width, system.</summary>
    internal static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {(Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : "no AVX2")}, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}");

    /// <summary>The OpenBLAS kernel that the user wants, or that suits the processor; a peer gets the same as we do, or it would be several times slower.</summary>
    internal static string BlasCore => Environment.GetEnvironmentVariable("OPENBLAS_CORETYPE") ?? FastestBlasCore;

    /// <summary>The OpenBLAS kernel that suits the processor: for a peer beside something that does not use OpenBLAS.</summary>
    internal static string FastestBlasCore => Avx512F.IsSupported ? "SkylakeX" : Avx2.IsSupported ? "Haswell" : "Nehalem";
}
