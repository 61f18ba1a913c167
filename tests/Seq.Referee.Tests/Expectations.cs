using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seq.Referee.Tests;

/// <summary>What the search in Python found for the inputs of a model: a file of <c>Expected</c>, which <c>eng/referee.sh</c> writes.</summary>
internal sealed record Expectations(IReadOnlyList<string> Models, IReadOnlyList<IReadOnlyList<int>> Sources, IReadOnlyList<ExpectedCase> Cases)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, // An option that is not read would not be tested.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // What is impossible has the log-probability -Infinity.
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter() },
    };

    internal static Expectations Seq2Seq { get; } = Read("seq2seq");

    internal static Expectations Words { get; } = Read("words");

    internal static string PathOf(string path) => Path.Combine(
        typeof(Expectations).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!, path);

    internal ExpectedCase this[string name] => Cases.Single(expected => expected.Name == name);

    private static Expectations Read(string model)
    {
        using var file = File.OpenRead(PathOf($"tests/Seq.Referee.Tests/Expected/{model}.json"));
        return JsonSerializer.Deserialize<Expectations>(file, Json)!;
    }
}
