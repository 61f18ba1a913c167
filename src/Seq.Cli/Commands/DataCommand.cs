using Seq.Cli.CommandLine;
using Seq.Cli.Data;
using Seq.Cli.Output;

namespace Seq.Cli.Commands;

/// <summary><c>seq data</c>: the registered data sets, and a look at any data.</summary>
internal sealed class DataCommand : DocumentedCommand
{
    internal DataCommand(Terminal terminal)
        : base(
            "data",
            "Lists, fetches and shows data. Sets are read in place from the folder that SEQ_DATA names, else from the cache (XDG_CACHE_HOME/seq or ~/.cache/seq).",
            "seq data list",
            "seq data get brown",
            "seq data show toy",
            "seq data show pairs.tsv --task seq2seq --items 5")
    {
        var json = CommonOptions.Json("Print objects, one a line: sets for list, files for get, the preview for show.");
        json.Recursive = true;
        Add(json);
        Add(new DataListCommand(terminal, json));
        Add(new DataGetCommand(terminal, json));
        Add(new DataShowCommand(terminal, json));
    }
}
