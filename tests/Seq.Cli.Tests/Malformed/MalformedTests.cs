namespace Seq.Cli.Tests.Malformed;

/// <summary>Whatever is wrong with what the command is given: exit code 2, one message that names it and the cure, no stack trace, no crash.</summary>
public sealed class MalformedTests(Models models) : IClassFixture<Models>
{
    private static readonly IReadOnlyList<MalformedCase> All = [.. CommandLineCases.All, .. TrainingCases.All, .. CheckpointCases.All, .. BundleCases.All];

    public static TheoryData<string> Names => [.. All.Select(malformed => malformed.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Bad_input_ends_with_one_message_that_names_it(string name)
    {
        var malformed = All.Single(one => one.Name == name);
        var arguments = malformed.Prepare(models);

        var result = Cli.RunWithInput("s1\n", arguments).MustExitWith(2);

        Assert.Equal("", result.Output);
        Assert.Single(result.Error.TrimEnd().Split("seq: ", StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("seq: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Error, StringComparison.Ordinal);
        Assert.All(malformed.Named, part => Assert.Contains(part, result.Error, StringComparison.Ordinal));
        Assert.EndsWith(".\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_at_least_forty_cases_with_names_of_their_own()
    {
        Assert.True(All.Count >= 40, $"{All.Count} cases");
        Assert.Distinct(All.Select(malformed => malformed.Name));
    }
}
