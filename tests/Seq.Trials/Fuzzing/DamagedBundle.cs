using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Seq.Model;

namespace Seq.Trials.Fuzzing;

/// <summary>A bundle with some files changed. The seed and the index say which and how; every second one has a manifest made to fit its files.</summary>
internal sealed class DamagedBundle
{
    private const string WholeFile = "file exchanged";
    private readonly Dictionary<string, byte[]> _files;
    private readonly IReadOnlyList<IReadOnlyDictionary<string, byte[]>> _bases;
    private readonly Random _random;

    internal DamagedBundle(IReadOnlyList<IReadOnlyDictionary<string, byte[]>> bases, int seed, int index)
    {
        _bases = bases;
        _random = new((int)(((uint)seed * 2_654_435_761u) ^ ((uint)index * 2_246_822_519u)));
        _files = new(bases[_random.Next(bases.Count)], StringComparer.Ordinal);
        Fits = index % 2 == 1;
        Change = "";
        var changes = _random.Next(10) < 7 ? 1 : _random.Next(2, 5);
        for (var i = 0; i < changes; i++)
        {
            var name = ChangeOne();
            Change = i == 0 ? name : "several";
        }

        if (Fits)
        {
            MakeManifestFit();
        }
    }

    /// <summary>What was done to it; "several" when it was more than one thing.</summary>
    internal string Change { get; }

    /// <summary>Whether its manifest lists its files as they are.</summary>
    internal bool Fits { get; }

    /// <summary>Writes it in place of what the folder held.</summary>
    internal void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => !_files.ContainsKey(Path.GetFileName(file))))
        {
            File.Delete(file);
        }

        foreach (var (name, content) in _files)
        {
            File.WriteAllBytes(Path.Combine(folder, name), content);
        }
    }

    private string ChangeOne()
    {
        var name = PickFile();
        var file = _files[name];
        var other = _bases[_random.Next(_bases.Count)];
        if (file.Length == 0)
        {
            _files[name] = [.. other[Checkpoint.SourceVocabularyFile]];
            return WholeFile;
        }

        if (_random.Next(25) == 0)
        {
            return ExchangeFile(name);
        }

        if (name.EndsWith(".json", StringComparison.Ordinal) && _random.Next(4) > 0)
        {
            _files[name] = JsonMutations.Change(file, _random);
            return name == Bundle.ManifestFile ? "manifest edited" : "vocabulary or report edited";
        }

        if (name.EndsWith(".onnx", StringComparison.Ordinal) && _random.Next(3) > 0 && TryChangeGraph(name) is { } change)
        {
            return change;
        }

        var raw = ByteMutations.All[_random.Next(ByteMutations.All.Count)];
        _files[name] = raw.Change(file, other.Values.ElementAt(_random.Next(other.Count)), _random);
        var kind = name.EndsWith(".onnx", StringComparison.Ordinal) ? "graph" : name.EndsWith(".json", StringComparison.Ordinal) ? "JSON" : "other file";
        return $"{raw.Name} ({kind})";
    }

    /// <summary>Mostly graphs, for they are what native code reads; reports and cards seldom.</summary>
    private string PickFile()
    {
        var graphs = _files.Keys.Where(name => name.EndsWith(".onnx", StringComparison.Ordinal)).ToList();
        string[] rest = [.. _files.Keys.Except(graphs)];
        return graphs.Count > 0 && _random.Next(10) < 7 ? graphs[_random.Next(graphs.Count)] : rest[_random.Next(rest.Length)];
    }

    private string? TryChangeGraph(string name)
    {
        var donors = _bases[_random.Next(_bases.Count)].Where(pair => pair.Key.EndsWith(".onnx", StringComparison.Ordinal)).ToList();
        var change = GraphMutations.All[_random.Next(GraphMutations.All.Count)];
        try
        {
            var file = WireNode.Parse(_files[name]);
            change.Change(file, WireNode.Parse(donors[_random.Next(donors.Count)].Value), _random);
            _files[name] = file.ToBytes();
            return change.Name;
        }
        catch (Exception exception) when (exception is ArgumentException or IndexOutOfRangeException)
        {
            return null; // An earlier change left no message, or nothing to change in this way.
        }
    }

    private string ExchangeFile(string name)
    {
        var donor = _bases[_random.Next(_bases.Count)];
        switch (_random.Next(3))
        {
            case 0:
                _files.Remove(name);
                return "file removed";
            case 1:
                _files[name] = _files.Values.ElementAt(_random.Next(_files.Count));
                return WholeFile;
            default:
                _files[name] = donor.TryGetValue(name, out var same) ? same : donor.Values.First();
                return WholeFile;
        }
    }

    private void MakeManifestFit()
    {
        if (!_files.TryGetValue(Bundle.ManifestFile, out var bytes))
        {
            return;
        }

        try
        {
            if (JsonNode.Parse(bytes) is not JsonObject manifest || manifest["files"] is not JsonObject listed)
            {
                return;
            }

            foreach (var (name, content) in _files.Where(file => file.Key != Bundle.ManifestFile && listed.ContainsKey(file.Key)))
            {
                listed[name] = new JsonObject { ["bytes"] = content.Length, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content)) };
            }

            foreach (var gone in listed.Select(entry => entry.Key).Where(name => !_files.ContainsKey(name)).ToList())
            {
                listed.Remove(gone);
            }

            _files[Bundle.ManifestFile] = JsonSerializer.SerializeToUtf8Bytes(manifest);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            // A change left it unreadable; then there is nothing to make fit.
        }
    }
}
