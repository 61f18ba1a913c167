using System.Diagnostics;

namespace Seq.Bench.Measuring;

/// <summary>The checkout that the bench was built in.</summary>
internal static class RepositoryFolder
{
    /// <summary>The folder that holds <c>Seq.sln</c>.</summary>
    internal static string Root { get; } = Find(new(AppContext.BaseDirectory));

    /// <summary>The commit, with a + when files have changed since; "unknown" without git.</summary>
    internal static string Commit()
    {
        var commit = Git("rev-parse", "--short", "HEAD");
        return commit.Length == 0 ? "unknown" : Git("status", "--porcelain", "--untracked-files=no", "--", "src").Length == 0 ? commit : commit + "+";
    }

    private static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "Seq.sln"))
        ? folder.FullName
        : Find(folder.Parent ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Seq.sln; run the bench from its checkout."));

    private static string Git(params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", Root, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            return git.StandardOutput.ReadToEnd().Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }
}
