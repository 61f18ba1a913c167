namespace Seq.Export;

/// <summary>Hands out names that occur once in a whole model, nested graphs included: shadowing is forbidden (ONNX docs/IR.md).</summary>
internal sealed class NameTable
{
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    /// <summary>The name wished for, or the same with the next free number: <c>MatMul</c>, <c>MatMul_1</c>, <c>MatMul_2</c>.</summary>
    internal string Unique(string wish)
    {
        while (_taken.TryGetValue(wish, out var count))
        {
            _taken[wish] = count + 1;
            var numbered = $"{wish}_{count + 1}";
            if (!_taken.ContainsKey(numbered))
            {
                wish = numbered;
            }
        }

        _taken.Add(wish, 0);
        return wish;
    }

    /// <summary>Takes exactly this name.</summary>
    /// <exception cref="GraphBuildException">It is taken.</exception>
    internal string Exact(string name) => _taken.TryAdd(name, 0)
        ? name
        : throw new GraphBuildException(name, "the name is taken; every value of a model needs its own.");
}
