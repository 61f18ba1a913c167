using System.Reflection;
using System.Text;

namespace Seq.Architecture.Tests;

/// <summary>The public surface is a reviewed file for each library: every change to it is a decision someone read.</summary>
public sealed class PublicApiTests
{
    private const string ApproveVariable = "SEQ_APPROVE_API";

    [Theory]
    [InlineData("Seq.Model")]
    [InlineData("Seq.Decoding")]
    [InlineData("Seq.Runtime")]
    [InlineData("Seq.Export")]
    [InlineData("Seq.Train")]
    public void The_public_api_is_the_approved_one(string library)
    {
        var actual = PublicApi.Print(Assembly.Load(library));
        var file = Repository.PathOf($"tests/Seq.Architecture.Tests/PublicApi/{library}.txt");
        if (Environment.GetEnvironmentVariable(ApproveVariable) == "1")
        {
            File.WriteAllText(file, actual);
            return;
        }

        var approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";

        Assert.True(
            actual == approved,
            $"""
            The public API of {library} differs from {file}:
            {Difference(approved, actual)}
            If every line is meant: {ApproveVariable}=1 ./test.sh FullyQualifiedName~PublicApi, then commit the file.
            """);
    }

    [Fact]
    public void A_difference_names_the_type_and_each_line_that_came_or_went() =>
        Assert.Equal(
            "class A\n-   int Old()\n+   int New()\n",
            Difference("class A\n  int Old()\n  int Same()\nclass B\n", "class A\n  int New()\n  int Same()\nclass B\n"));

    // Lines are compared under their type, so a member that moved from one type to another shows twice.
    private static string Difference(string approved, string actual)
    {
        var before = LinesByType(approved);
        var after = LinesByType(actual);
        var text = new StringBuilder();
        foreach (var type in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            var old = before.GetValueOrDefault(type);
            var current = after.GetValueOrDefault(type);
            var gone = (old ?? []).Except(current ?? []).Select(line => $"- {line}\n");
            var come = (current ?? []).Except(old ?? []).Select(line => $"+ {line}\n");
            var changes = gone.Concat(come).ToArray();
            if (old is null || current is null || changes.Length > 0)
            {
                text.Append(old is null ? "+ " : current is null ? "- " : "").Append(type).Append('\n').AppendJoin("", changes);
            }
        }

        return text.ToString();
    }

    private static Dictionary<string, List<string>> LinesByType(string api)
    {
        var types = new Dictionary<string, List<string>>();
        List<string> members = [];
        foreach (var line in api.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith(' '))
            {
                members.Add(line);
            }
            else
            {
                types[line] = members = [];
            }
        }

        return types;
    }
}
