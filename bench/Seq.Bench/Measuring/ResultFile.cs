using System.Text.Json;

namespace Seq.Bench.Measuring;

/// <summary>What has been measured, by the name of the case, kept between runs so that a run may measure a part.</summary>
/// <typeparam name="T">The figures of a case.</typeparam>
internal sealed class ResultFile<T>
    where T : class
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly string _path;
    private readonly Dictionary<string, T> _results;

    internal ResultFile(string path)
    {
        _path = path;
        _results = File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, T>>(File.ReadAllText(path))! : [];
    }

    internal T? this[string name] => _results.GetValueOrDefault(name);

    internal void Put(string name, T figures)
    {
        _results[name] = figures;
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.WriteAllText(_path, JsonSerializer.Serialize(_results, Indented));
    }
}
