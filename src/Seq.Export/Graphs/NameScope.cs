namespace Seq.Export;

/// <summary>Ends a scope of names when disposed; see <see cref="GraphBuilder.Scope"/>.</summary>
public sealed class NameScope : IDisposable
{
    private readonly List<string> _scopes;
    private readonly int _depth;

    internal NameScope(List<string> scopes)
    {
        _scopes = scopes;
        _depth = scopes.Count;
    }

    /// <summary>Ends the scope and those still open within it; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_scopes.Count >= _depth)
        {
            _scopes.RemoveRange(_depth - 1, _scopes.Count - _depth + 1);
        }
    }
}
