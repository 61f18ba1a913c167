namespace Seq.Model;

/// <summary>A checkpoint or bundle cannot be written where it should be: no permission, no room, or something else is in the way.</summary>
public sealed class ModelStorageException : SeqException
{
    /// <summary>Creates the exception; its message reads «path: problem remedy».</summary>
    /// <param name="path">The folder.</param>
    /// <param name="problem">What is wrong, as a sentence.</param>
    /// <param name="remedy">What to do, as a sentence.</param>
    /// <param name="inner">The failure underneath, if any.</param>
    public ModelStorageException(string path, string problem, string remedy, Exception? inner = null)
        : base($"{path}: {problem} {remedy}", inner)
    {
        FolderPath = path;
    }

    /// <summary>The folder that cannot be written.</summary>
    public string FolderPath { get; }
}
