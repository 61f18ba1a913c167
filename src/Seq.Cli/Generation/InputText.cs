using System.Text;
using Seq.Cli.Output;
using Seq.Model;

namespace Seq.Cli.Generation;

/// <summary>The text of <c>--input-file</c>: a UTF-8 file, or standard input for <c>-</c>.</summary>
/// <param name="reader">Reads it.</param>
/// <param name="name">Its name in messages.</param>
/// <param name="isOwned">Whether the reader is disposed with it.</param>
internal sealed class InputText(TextReader reader, string name, bool isOwned) : IDisposable
{
    internal TextReader Reader { get; } = reader;

    internal string Name { get; } = name;

    /// <summary>Opens it.</summary>
    /// <exception cref="ModelFormatException">There is no such file.</exception>
    internal static InputText Open(string path, Terminal terminal)
    {
        if (path == "-")
        {
            return new(terminal.Input, "standard input", isOwned: false);
        }

        if (!File.Exists(path))
        {
            var problem = Directory.Exists(path) ? "This is a folder, not a file." : "There is no such file.";
            throw new ModelFormatException(path, problem, "Check the path given to --input-file; `-` reads standard input.");
        }

        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        return new(new StreamReader(path, strict), path, isOwned: true);
    }

    public void Dispose()
    {
        if (isOwned)
        {
            Reader.Dispose();
        }
    }
}
