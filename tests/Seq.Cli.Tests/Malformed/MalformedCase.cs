namespace Seq.Cli.Tests.Malformed;

/// <summary>Something wrong to give to the command.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Prepare">Makes it and returns the command line.</param>
/// <param name="Named">What the message must name: the file or option, and the cure.</param>
internal sealed record MalformedCase(string Name, Func<Models, string[]> Prepare, params string[] Named);
