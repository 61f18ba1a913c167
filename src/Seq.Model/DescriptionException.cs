namespace Seq.Model;

/// <summary>A model description contradicts itself or asks for something that does not exist; every problem is listed.</summary>
public sealed class DescriptionException : SeqException
{
    /// <summary>Creates the exception from all problems found.</summary>
    /// <param name="problems">One sentence per problem.</param>
    public DescriptionException(IReadOnlyList<string> problems)
        : base("The model description is not valid: " + string.Join(" ", problems))
    {
        Problems = problems;
    }

    /// <summary>One sentence per problem.</summary>
    public IReadOnlyList<string> Problems { get; }
}
