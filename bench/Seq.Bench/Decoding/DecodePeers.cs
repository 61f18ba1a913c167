using System.Text.Json;
using Seq.Bench.Measuring;

namespace Seq.Bench.Decoding;

/// <summary>The peers that are installed here, on one thread each, with a model of ours.</summary>
internal sealed class DecodePeers : IDisposable
{
    private static readonly string Scripts = Path.Combine(AppContext.BaseDirectory, "peers");

    internal DecodePeers(string folder, string python, string node)
    {
        Torch = Peer.TryStart(python, [Path.Combine(Scripts, "decode_peer.py"), folder], new Dictionary<string, string>
        {
            ["OPENBLAS_CORETYPE"] = Machine.FastestBlasCore, ["OMP_NUM_THREADS"] = "1", ["OPENBLAS_NUM_THREADS"] = "1",
        });
        Node = StartNode(folder, node);
    }

    /// <summary>python3-torch; null where it is not installed.</summary>
    internal Peer? Torch { get; }

    /// <summary>onnxruntime-node; null where it is not installed.</summary>
    internal Peer? Node { get; }

    /// <summary>Starts onnxruntime-node alone.</summary>
    internal static Peer? StartNode(string folder, string node) => Peer.TryStart(
        node, [Path.Combine(Scripts, "decode_peer.mjs"), folder, Path.Combine(RepositoryFolder.Root, ".deps", "npm")], new Dictionary<string, string>());

    /// <summary>What the peers say of their versions.</summary>
    internal IEnumerable<string> Versions() => new[] { Torch, Node }.OfType<Peer>().Select(peer => peer.Hello.GetProperty("version").GetString()!);

    /// <summary>The share of inputs for which an answer has our tokens.</summary>
    internal static double EqualTokens(JsonElement answer, int[][] ours)
    {
        var equal = answer.GetProperty("tokens").EnumerateArray().Select((row, input) => row.EnumerateArray().Select(token => token.GetInt32()).SequenceEqual(ours[input]));
        return equal.Count(same => same) / (double)ours.Length;
    }

    public void Dispose()
    {
        Torch?.Dispose();
        Node?.Dispose();
    }
}
