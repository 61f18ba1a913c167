using System.CommandLine;
using System.CommandLine.Parsing;

namespace Seq.Cli.CommandLine;

/// <summary>Options and arguments that name a file or a folder: an empty name is an error of the command line, and where a report shall go is found out before the work.</summary>
internal static class PathValue
{
    /// <summary>An option that takes a path; absent, its value is null.</summary>
    /// <param name="name">The option with its dashes.</param>
    /// <param name="helpName">What it takes: <c>FILE</c>, <c>DIR</c>, <c>BUNDLE</c>.</param>
    /// <param name="description">For the help.</param>
    internal static Option<string?> Option(string name, string helpName, string description)
    {
        var option = new Option<string?>(name) { HelpName = helpName, Description = description };
        option.Validators.Add(result => Check(result, result.Tokens, name));
        return option;
    }

    /// <summary>An argument that is a path.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="description">For the help.</param>
    internal static Argument<string> Argument(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(result => Check(result, result.Tokens, name));
        return argument;
    }

    /// <summary>Makes sure that a file can be written: its folder is made where it is missing, and what is there already is not touched.</summary>
    /// <param name="path">The file; null when none is asked for.</param>
    /// <exception cref="IOException">It cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not.</exception>
    internal static void Prepare(string? path)
    {
        if (path is null)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var isNew = !File.Exists(path);
        new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
        if (isNew)
        {
            File.Delete(path);
        }
    }

    private static void Check(SymbolResult result, IReadOnlyList<Token> tokens, string name)
    {
        if (tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
        {
            result.AddError($"{name} is empty; give a path, or leave it out if there is a default.");
        }
    }
}
