using Seq.Model;

namespace Seq.Cli.CommandLine;

/// <summary>Options that parse, each by itself, but do not make sense together.</summary>
/// <param name="problems">One sentence per problem, each naming its option and the cure.</param>
internal sealed class UsageException(IReadOnlyList<string> problems) : SeqException(string.Join(" ", problems))
{
    internal static void ThrowIfAny(IEnumerable<string> problems)
    {
        string[] all = [.. problems];
        if (all.Length > 0)
        {
            throw new UsageException(all);
        }
    }
}
