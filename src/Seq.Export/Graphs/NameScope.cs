namespace Seq.Export;

/// <summary>Ends a scope of names when disposed.</summary>
internal readonly struct NameScope : IDisposable
{
    private readonly List<string> _scopes;

    internal NameScope(List<string> scopes) => _scopes = scopes;

    public void Dispose() => _scopes.RemoveAt(_scopes.Count - 1);
}
