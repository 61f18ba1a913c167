using System.Globalization;
using Seq.Train;

namespace Seq.Cli.Data;

/// <summary>Words and sizes as the data commands print them.</summary>
internal static class DataText
{
    /// <summary>The word of a task, as in <c>seq train lm</c>.</summary>
    internal static string Of(DataTask task) => task switch
    {
        DataTask.Language => "lm",
        DataTask.Classification => "classify",
        DataTask.Pairs => "seq2seq",
        _ => "tag",
    };

    /// <summary>The task of a word; null for a word that names none.</summary>
    internal static DataTask? TaskOf(string word) => Enum.GetValues<DataTask>().Where(task => Of(task) == word).Select(task => (DataTask?)task).FirstOrDefault();

    internal static string Bytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
