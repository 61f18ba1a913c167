namespace Seq.Model;

/// <summary>A file of a checkpoint or bundle does not have the format it must have.</summary>
public sealed class ModelFormatException : SeqException
{
    private const int MaxProblemLength = 600;

    /// <summary>Creates the exception; its message reads «path: problem remedy».</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="problem">What is wrong, as a sentence, with the numbers found and expected. It may quote the file: control characters are replaced and long text is cut.</param>
    /// <param name="remedy">What to do, as a sentence.</param>
    /// <param name="inner">The failure underneath, if any.</param>
    public ModelFormatException(string path, string problem, string remedy, Exception? inner = null)
        : base($"{path}: {PrintableText.Of(problem, MaxProblemLength)} {remedy}", inner)
    {
        FilePath = path;
    }

    /// <summary>The file or folder that is wrong.</summary>
    public string FilePath { get; }
}
