using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Seq.Runtime.Tests;

/// <summary>The server of docs/deploy.md is the program of samples/Web, and answers as the page says.</summary>
public sealed partial class WebSampleTests
{
    private static readonly Dictionary<string, string?> Metadata = typeof(WebSampleTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(attribute => attribute.Key, attribute => attribute.Value);

    private static readonly string Root = Metadata["RepositoryRoot"]!;

    [Fact]
    public void The_program_stands_on_the_page() =>
        Assert.Contains($"```csharp\n{Read("samples/Web/Program.cs")}```", Read("docs/deploy.md"), StringComparison.Ordinal);

    [Fact]
    public async Task It_decodes_streams_tells_its_health_and_refuses_what_the_model_cannot_read()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Program, "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        })!;
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressOf(process), Timeout = TimeSpan.FromSeconds(60) };

            Assert.Equal((HttpStatusCode.OK, "Healthy"), await Get(client, "ready"));
            Assert.Equal((HttpStatusCode.OK, "125"), await Get(client, "digits?text=one%20two%20five"));
            var (status, stream) = await Get(client, "digits/stream?text=one%20two%20five");
            Assert.Equal((HttpStatusCode.OK, "125"), (status, string.Concat(EventData().Matches(stream).Select(match => match.Groups["text"].Value))));
            foreach (var path in new[] { "digits?text=ONE", "digits?text=", "digits/stream?text=ONE" })
            {
                var (refused, problem) = await Get(client, path);
                Assert.Equal(HttpStatusCode.BadRequest, refused);
                Assert.Matches("\"detail\":\"[^\"]", problem);
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static string Program => Metadata["ArtifactsPath"] is { Length: > 0 } artifacts
        ? Path.Combine(artifacts, "bin", "Web", Metadata["Configuration"]!.ToLowerInvariant(), "Web.dll")
        : Path.Combine(Root, "samples", "Web", "bin", Metadata["Configuration"]!, "net10.0", "Web.dll");

    private static async Task<Uri> AddressOf(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Address().Match(line) is { Success: true } match)
            {
                return new(match.Value);
            }
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }

    private static async Task<(HttpStatusCode Status, string Text)> Get(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Root, file)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex("^data: ?(?<text>[^\r\n]*)", RegexOptions.Multiline)]
    private static partial Regex EventData();
}
