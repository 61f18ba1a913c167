namespace Seq.Model;

/// <summary>A file of a checkpoint or bundle does not have the format it must have.</summary>
public sealed class ModelFormatException : SeqException
{
    /// <summary>Creates the exception; its message reads «path: problem remedy».</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="problem">What is wrong, as a sentence, with the numbers found and expected.</param>
    /// <param name="remedy">What to do, as a sentence.</param>
    /// <param name="inner">The failure underneath, if any.</param>
    public ModelFormatException(string path, string problem, string remedy, Exception? inner = null)
        : base($"{path}: {problem} {remedy}", inner)
    {
        FilePath = path;
    }

    /// <summary>The file or folder that is wrong.</summary>
    public string FilePath { get; }
}
