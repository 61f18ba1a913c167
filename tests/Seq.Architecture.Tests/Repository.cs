using System.Reflection;

namespace Seq.Architecture.Tests;

/// <summary>The checkout these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] ProjectFolders = ["src", "tests", "bench", "samples"];

    /// <summary>The folder that holds Seq.sln.</summary>
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>Full path of a file named from the root with slashes.</summary>
    public static string PathOf(string relative) => Path.GetFullPath(Path.Combine(Root, relative));

    /// <summary>The project file of `src/name`.</summary>
    public static string Source(string name) => PathOf($"src/{name}/{name}.csproj");

    /// <summary>Every project of the solution's folders, from the root with slashes, sorted.</summary>
    public static IEnumerable<string> Projects() => ProjectFolders.SelectMany(folder => FilesUnder(folder, "*.csproj"));

    /// <summary>Files under a folder, from the root with slashes, sorted; build output is passed over.</summary>
    public static IEnumerable<string> FilesUnder(string folder, string pattern)
    {
        var path = PathOf(folder);
        return !Directory.Exists(path)
            ? []
            : Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"))
                .Order(StringComparer.Ordinal);
    }
}
