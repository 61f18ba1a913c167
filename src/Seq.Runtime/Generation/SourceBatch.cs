using Microsoft.ML.OnnxRuntime;
using Seq.Model;

namespace Seq.Runtime;

/// <summary>Sources padded to a rectangle, checked: native kernels end the process on an empty sequence, so none may reach them.</summary>
internal sealed class SourceBatch
{
    private readonly long[] _ids;     // [rows, time]
    private readonly long[] _lengths; // [rows]

    private readonly string _idsName;
    private readonly string _lengthsName;

    private SourceBatch(long[] ids, long[] lengths, int time, string idsName = GraphNames.Source, string lengthsName = GraphNames.SourceLengths) =>
        (_ids, _lengths, Time, _idsName, _lengthsName) = (ids, lengths, time, idsName, lengthsName);

    /// <summary>The number of sources.</summary>
    internal int Rows => _lengths.Length;

    /// <summary>The width of the rectangle: at least the length of the longest.</summary>
    internal int Time { get; }

    /// <summary>Pads some of the sources of a request, which <see cref="Check"/> has seen.</summary>
    /// <param name="sources">All sources.</param>
    /// <param name="chosen">Which of them, in this order.</param>
    /// <param name="widthStep">What the width shall be a multiple of; see <see cref="StepContract.WidthStep"/>.</param>
    /// <param name="idsName">The graph's input of the ids.</param>
    /// <param name="lengthsName">The graph's input of the lengths.</param>
    internal static SourceBatch Of(
        IReadOnlyList<IReadOnlyList<int>> sources, ReadOnlySpan<int> chosen, int widthStep,
        string idsName = GraphNames.Source, string lengthsName = GraphNames.SourceLengths)
    {
        var time = 0;
        foreach (var index in chosen)
        {
            time = Math.Max(time, sources[index].Count);
        }

        time = checked(time + widthStep - 1) / widthStep * widthStep;
        var ids = new long[checked(chosen.Length * time)];
        var lengths = new long[chosen.Length];
        for (var row = 0; row < chosen.Length; row++)
        {
            var source = sources[chosen[row]];
            lengths[row] = source.Count;
            for (var i = 0; i < source.Count; i++)
            {
                ids[(row * time) + i] = source[i];
            }
        }

        return new(ids, lengths, time, idsName, lengthsName);
    }

    /// <summary>Takes over a rectangle.</summary>
    /// <param name="ids">[batch, source].</param>
    /// <param name="lengths">[batch].</param>
    /// <param name="vocabulary">The number of source tokens.</param>
    /// <param name="idsName">The graph's input of the ids.</param>
    /// <param name="lengthsName">The graph's input of the lengths.</param>
    /// <exception cref="InvalidInputException">It is empty, or a length or an id is out of range.</exception>
    internal static SourceBatch Of(
        long[,] ids, long[] lengths, int vocabulary, string idsName = GraphNames.Source, string lengthsName = GraphNames.SourceLengths)
    {
        var (rows, time) = (ids.GetLength(0), ids.GetLength(1));
        if (rows == 0 || time == 0)
        {
            throw new InvalidInputException($"The sources are [{rows}, {time}]; a batch needs at least one row of one token.");
        }

        if (lengths.Length != rows)
        {
            throw new InvalidInputException($"There are {lengths.Length} source lengths for {rows} rows; give one per row.");
        }

        var flat = new long[ids.Length];
        Buffer.BlockCopy(ids, 0, flat, 0, checked(flat.Length * sizeof(long)));
        for (var row = 0; row < rows; row++)
        {
            if (lengths[row] < 1 || lengths[row] > time)
            {
                throw new InvalidInputException($"The length of source {row} is {lengths[row]}; it must be from 1 to {time}, the width of the batch.", row);
            }

            for (var i = 0; i < time; i++)
            {
                CheckId(flat[(row * time) + i], row, i, vocabulary, "source");
            }
        }

        return new(flat, (long[])lengths.Clone(), time, idsName, lengthsName);
    }

    /// <summary>Checks the sources of a request.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="vocabulary">The number of source tokens.</param>
    /// <param name="mayBeEmpty">Whether a source may have no tokens, as a prompt may.</param>
    /// <exception cref="InvalidInputException">There are none, one of them is empty, or an id is out of range.</exception>
    internal static void Check(IReadOnlyList<IReadOnlyList<int>> sources, int vocabulary, bool mayBeEmpty = false)
    {
        if (sources.Count == 0)
        {
            throw new InvalidInputException("The batch is empty; give at least one source.");
        }

        for (var input = 0; input < sources.Count; input++)
        {
            var source = sources[input] ?? throw new InvalidInputException($"Source {input} of the batch is null; give a text or token ids.", input);
            if (source.Count == 0 && !mayBeEmpty)
            {
                throw new InvalidInputException($"Source {input} has no tokens; a recurrent encoder needs at least one. Leave empty texts out of the batch.", input);
            }

            for (var i = 0; i < source.Count; i++)
            {
                CheckId(source[i], input, i, vocabulary, "source");
            }
        }
    }

    internal static void CheckId(long id, int input, int position, int vocabulary, string side)
    {
        if (id < 0 || id >= vocabulary)
        {
            throw new InvalidInputException(
                $"Token {position + 1} of {side} {input} is {id}, but the model's {side} tokens go from 0 to {vocabulary - 1}. "
                + "Encode the text with the vocabulary of the bundle.", input);
        }
    }

    /// <summary>The inputs of a graph that takes sources, by name; to be released.</summary>
    internal Dictionary<string, OrtValue> ToTensors() => new(StringComparer.Ordinal)
    {
        [_idsName] = OrtValue.CreateTensorValueFromMemory(_ids, [Rows, Time]),
        [_lengthsName] = OrtValue.CreateTensorValueFromMemory(_lengths, [Rows]),
    };

    internal static void Release(Dictionary<string, OrtValue> tensors)
    {
        foreach (var tensor in tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
