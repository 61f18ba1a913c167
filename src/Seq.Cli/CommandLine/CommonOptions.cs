using System.CommandLine;

namespace Seq.Cli.CommandLine;

/// <summary>Options and arguments that several commands share, in the same words.</summary>
internal static class CommonOptions
{
    internal static Option<bool> Json(string description) => new("--json") { Description = description };

    internal static Option<ulong?> Seed(string description) => NumberOption.From("--seed", 0UL, description);

    internal static Argument<string> Checkpoint() => new("CHECKPOINT")
    {
        Description = "A checkpoint, or the folder of a training run that holds one.",
    };

    internal static Argument<string> Bundle() => new("BUNDLE")
    {
        Description = "A bundle that `seq export` wrote, or a folder that holds one as `bundle`.",
    };

    internal static Argument<string> Model() => new("MODEL")
    {
        HelpName = "CHECKPOINT|BUNDLE",
        Description = "A checkpoint (or the folder of its training run), or a bundle that `seq export` wrote.",
    };

    /// <summary>Whether an option stands on the command line, as opposed to having its default.</summary>
    internal static bool IsGiven(this ParseResult parse, Option option) => parse.GetResult(option) is { Implicit: false };
}
