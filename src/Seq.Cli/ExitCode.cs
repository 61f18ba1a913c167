namespace Seq.Cli;

/// <summary>What the command returns to the shell.</summary>
internal static class ExitCode
{
    /// <summary>The command did what it was asked to do.</summary>
    internal const int Good = 0;

    /// <summary>A check failed: parity, or the accuracy that a command promises.</summary>
    internal const int FailedCheck = 1;

    /// <summary>The command line, a file or the surroundings (a missing GPU, a full disk) are not as they must be.</summary>
    internal const int BadInput = 2;

    /// <summary>A bug in Seq; the number is EX_SOFTWARE of sysexits.h.</summary>
    internal const int Bug = 70;

    /// <summary>Stopped by Ctrl-C or SIGTERM after cleaning up: 128 + SIGINT, as shells have it.</summary>
    internal const int Stopped = 130;
}
