using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seq.Trials.Hosts;

/// <summary>Runs graphs in Node and in a browser, both by js/searches.mjs.</summary>
internal static class JavaScriptHosts
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly string Scripts = Path.Combine(AppContext.BaseDirectory, "js");

    /// <summary>The checkout.</summary>
    internal static readonly string Root =
        typeof(JavaScriptHosts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>Where the packages of ONNX Runtime are.</summary>
    internal static readonly string Modules = Path.Combine(Root, ".deps", "npm", "node_modules");

    /// <summary>onnxruntime-node; results by graph.</summary>
    internal static async Task<Dictionary<string, HostResult>> Node(string bundle, JsonObject runs)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Scripts, "node.mjs"), Modules, bundle]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(runs.ToJsonString()).ConfigureAwait(false);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience).ConfigureAwait(false);
        return process.ExitCode == 0
            ? Parse(await output.ConfigureAwait(false))
            : throw new InvalidOperationException($"node ended with exit code {process.ExitCode}.");
    }

    /// <summary>onnxruntime-web in headless Chromium, served by this process; results by graph.</summary>
    internal static async Task<Dictionary<string, HostResult>> Chromium(string bundle, JsonObject runs)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var address = $"http://localhost:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        probe.Stop();
        using var server = new HttpListener();
        server.Prefixes.Add(address);
        server.Start();
        var profile = Directory.CreateTempSubdirectory("seq-chromium-");
        string[] arguments =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            $"--user-data-dir={profile.FullName}", address + "browser.html",
        ];
        using var browser = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("CHROMIUM") ?? "chromium", arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        browser.BeginErrorReadLine();
        browser.BeginOutputReadLine();
        try
        {
            return Parse(await Serve(server, bundle, runs.ToJsonString()).WaitAsync(Patience).ConfigureAwait(false));
        }
        finally
        {
            browser.Kill(entireProcessTree: true);
            await browser.WaitForExitAsync().ConfigureAwait(false);
            profile.Delete(recursive: true);
        }
    }

    /// <summary>Answers the page's requests until it sends its results.</summary>
    private static async Task<string> Serve(HttpListener server, string bundle, string runs)
    {
        while (true)
        {
            var context = await server.GetContextAsync().ConfigureAwait(false);
            var (path, response) = (context.Request.Url!.AbsolutePath, context.Response);
            using var reader = new StreamReader(context.Request.InputStream);
            switch (path)
            {
                case "/results":
                    var results = await reader.ReadToEndAsync().ConfigureAwait(false);
                    response.Close();
                    return results;
                case "/failure":
                    throw new InvalidOperationException($"The page failed: {await reader.ReadToEndAsync().ConfigureAwait(false)}");
                case "/runs.json":
                    response.Close(System.Text.Encoding.UTF8.GetBytes(runs), willBlock: false);
                    continue;
                default:
                    break;
            }

            var folder = path.StartsWith("/ort/", StringComparison.Ordinal) ? Path.Combine(Modules, "onnxruntime-web", "dist")
                : path.StartsWith("/bundle/", StringComparison.Ordinal) ? bundle
                : Scripts;
            var file = Path.Combine(folder, Path.GetFileName(path));
            if (!File.Exists(file))
            {
                response.StatusCode = (int)HttpStatusCode.NotFound;
                response.Close();
                continue;
            }

            response.ContentType = Path.GetExtension(file) switch
            {
                ".html" => "text/html",
                ".mjs" => "text/javascript",
                ".wasm" => "application/wasm",
                _ => "application/octet-stream",
            };
            response.Close(await File.ReadAllBytesAsync(file).ConfigureAwait(false), willBlock: false);
        }
    }

    private static Dictionary<string, HostResult> Parse(string results) => JsonSerializer.Deserialize<Dictionary<string, HostResult>>(results, JsonSerializerOptions.Web)!;
}
