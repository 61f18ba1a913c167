using System.Diagnostics;

namespace TorchSharp;

public static partial class torch
{
    private const string Library = "libtorch_cpu.so";

    /// <summary>The version of libtorch, as the name of the loaded library has it; <c>unknown</c> before it is loaded, and where the name has none.</summary>
    public static string __version__
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            var file = process.Modules.Cast<ProcessModule>().Select(module => module.FileName).FirstOrDefault(name => Path.GetFileName(name).StartsWith(Library, StringComparison.Ordinal));
            var name = Path.GetFileName(file is null ? null : File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file);
            return name?.Length > Library.Length ? name[(Library.Length + 1)..] : "unknown";
        }
    }
}
