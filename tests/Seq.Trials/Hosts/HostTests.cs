using Seq.Model;
using Seq.Tests;

namespace Seq.Trials.Hosts;

/// <summary>A short form of eng/browser.sh, without the browser.</summary>
public sealed class HostTests
{
    [Fact]
    public async Task Node_and_the_graphs_from_csharp_find_the_tokens_and_scores_of_the_host_search()
    {
        using var folder = new TemporaryFolder();
        using var comparison = new HostComparison(folder["model"], inputs: 50);

        Agreement[] agreements = [.. comparison.InProcess(), .. await comparison.Node()];

        Assert.Equal(2 * SearchRuns.Graphs.Count, agreements.Length);
        Assert.All(agreements, agreement => Assert.True(agreement.Holds, agreement.ToRow()));
        Assert.All(agreements, agreement => Assert.Equal(50, agreement.Inputs));
        Assert.All(agreements.Where(agreement => agreement.Graph == GraphNames.GenerateBeam), agreement => Assert.Equal(150, agreement.Hypotheses));
    }

    [Fact]
    public void Other_tokens_and_far_scores_are_no_agreement()
    {
        (long[], double)[] expected = [([4, 5], -1.5)];

        Assert.True(Agreement.Of("host", "graph", 0, [expected], [[([4, 5], -1.5)]]).Holds);
        Assert.False(Agreement.Of("host", "graph", 0, [expected], [[([4, 6], -1.5)]]).Holds);
        Assert.False(Agreement.Of("host", "graph", 0, [expected], [[([4, 5], -1.4999)]]).Holds);
    }
}
