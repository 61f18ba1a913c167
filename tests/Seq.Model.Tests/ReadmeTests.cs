namespace Seq.Model.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void The_example_of_the_readme_prints_what_the_readme_says()
    {
        using var temporary = new TemporaryFolder();
        var folder = temporary["model"];
        Samples.WriteCheckpoint(folder);
        Console.Lines.Clear();

        // <readme>
        var checkpoint = Checkpoint.Open(folder); // All files are checked; what is wrong is one exception that names the file.
        int[] ids = checkpoint.SourceVocabulary.Encode("one two");
        Console.WriteLine($"{string.Join(' ', ids)}: {checkpoint.SourceVocabulary.Decode(ids)}");

        var parameters = checkpoint.Description.Parameters;
        Console.WriteLine($"{checkpoint.Description.Kind}, {parameters.Count} tensors, {checkpoint.Description.ParameterCount} numbers");

        using var weights = checkpoint.OpenWeights();
        float[] bias = weights.Read<float>("output.bias");
        Console.WriteLine($"{parameters[^1].Name} {parameters[^1].ShapeText} = {string.Join(' ', bias)}");
        // </readme>

        Assert.Equal(Block("text"), Console.Lines);
    }

    [Fact]
    public void The_example_of_the_readme_is_the_code_that_runs_here()
    {
        var source = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "ReadmeTests.cs")).Select(line => line.Trim()).ToList();
        var begin = source.IndexOf("// <readme>") + 1;
        Assert.Equal(Block("csharp"), source[begin..source.IndexOf("// </readme>")]);
    }

    private static List<string> Block(string language)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "README.md")).ToList();
        var begin = lines.IndexOf("```" + language) + 1;
        return lines[begin..lines.IndexOf("```", begin)];
    }

    /// <summary>Stands in for the console of the example.</summary>
    private static class Console
    {
        internal static List<string> Lines { get; } = [];

        internal static void WriteLine(string line) => Lines.Add(line);
    }
}
