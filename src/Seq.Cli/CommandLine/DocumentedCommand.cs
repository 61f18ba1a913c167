using System.CommandLine;

namespace Seq.Cli.CommandLine;

/// <summary>A command whose help ends with examples.</summary>
internal abstract class DocumentedCommand : Command
{
    private readonly List<OptionGroup> _groups = [];

    private protected DocumentedCommand(string name, string description, params string[] examples)
        : base(name, description)
    {
        Examples = examples;
    }

    /// <summary>Command lines that work as they stand, with a word on what they do after <c>#</c>.</summary>
    internal IReadOnlyList<string> Examples { get; }

    /// <summary>What the help lists under headings.</summary>
    internal IReadOnlyList<OptionGroup> Groups => _groups;

    private protected void Add(OptionGroup group)
    {
        _groups.Add(group);
        foreach (var option in group.Options)
        {
            Add(option);
        }
    }
}
