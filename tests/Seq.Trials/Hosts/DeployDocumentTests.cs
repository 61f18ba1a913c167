using System.Diagnostics;
using System.Text.RegularExpressions;
using Seq.Model;
using Seq.Runtime;
using Seq.Tests;

namespace Seq.Trials.Hosts;

/// <summary>docs/deploy.md says what the graphs and the hosts do.</summary>
public sealed partial class DeployDocumentTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(JavaScriptHosts.Root, "docs", "deploy.md"));

    [Fact]
    public async Task The_lines_for_Node_print_what_the_runtime_generates()
    {
        using var folder = new TemporaryFolder();
        var script = folder["page.mjs"];
        await File.WriteAllTextAsync(script, Block("js"));
        Directory.CreateSymbolicLink(folder["node_modules"], JavaScriptHosts.Modules);

        using var process = Process.Start(new ProcessStartInfo("node", [script]) { WorkingDirectory = JavaScriptHosts.Root, RedirectStandardOutput = true })!;
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        using var model = SeqModel.Open(Path.Combine(JavaScriptHosts.Root, "models", "digits"));
        Assert.Equal(model.Generate("one two five").Text, printed.Trim());
    }

    [Fact]
    public void The_configuration_for_Triton_names_the_inputs_and_outputs_of_the_graph()
    {
        var graph = Bundle.Open(Path.Combine(JavaScriptHosts.Root, "models", "digits")).Graph(GraphNames.GenerateGreedy);
        var names = TritonName().Matches(Page).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(graph.Inputs.Concat(graph.Outputs).Select(value => value.Name).Order(), names.Order());
    }

    private static string Block(string language) => Regex.Match(Page, $"```{language}\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

    [GeneratedRegex(@"\{ name: ""(\w+)"", data_type")]
    private static partial Regex TritonName();
}
