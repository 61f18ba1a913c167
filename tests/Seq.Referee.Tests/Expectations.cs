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

    internal static Expectations Seq2Seq { get; } = Read("tests/Seq.Referee.Tests/Expected/seq2seq.json");

    internal static Expectations Words { get; } = Read("tests/Seq.Referee.Tests/Expected/words.json");

    /// <summary>Combinations drawn at random: those of the repository, or those of the folder that <c>SEQ_REFEREE_RANDOM</c> names.</summary>
    internal static Expectations RandomSeq2Seq { get; } = Read(Path.Combine(RandomFolder, "seq2seq.json"));

    /// <inheritdoc cref="RandomSeq2Seq"/>
    internal static Expectations RandomWords { get; } = Read(Path.Combine(RandomFolder, "words.json"));

    private static string RandomFolder => Environment.GetEnvironmentVariable("SEQ_REFEREE_RANDOM") is { Length: > 0 } folder ? folder : "tests/Seq.Referee.Tests/Expected/random";

    internal static string PathOf(string path) => Path.Combine(
        typeof(Expectations).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!, path);

    internal ExpectedCase this[string name] => Cases.Single(expected => expected.Name == name);

    private static Expectations Read(string path)
    {
        using var file = File.OpenRead(PathOf(path));
        return JsonSerializer.Deserialize<Expectations>(file, Json)!;
    }
}
