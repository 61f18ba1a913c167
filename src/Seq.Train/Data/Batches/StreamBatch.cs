namespace Seq.Train;

/// <summary>Some steps of a stream that is read at several places at once; the rows go on where those of the batch before ended.</summary>
internal sealed record StreamBatch
{
    /// <summary>[batch · steps]: what is read.</summary>
    internal required long[] Input { get; init; }

    /// <summary>[batch · steps]: what follows each of them; 0 behind a row's length.</summary>
    internal required long[] Target { get; init; }

    /// <summary>[batch]: real steps per row. All equal the batch's steps but at the end of the stream, where a row may have one less (0 for one step).</summary>
    internal required long[] Lengths { get; init; }

    /// <summary>Steps of each row that came before; 0 says that the state begins anew.</summary>
    internal required int Place { get; init; }

    /// <summary>The place of the batch after this one.</summary>
    internal int Next => Place + Steps;

    /// <summary>Number of rows.</summary>
    internal int Rows => Lengths.Length;

    /// <summary>Number of steps.</summary>
    internal int Steps => Input.Length / Rows;

    /// <summary>Whether no row is shorter than the batch.</summary>
    internal bool IsFull => Lengths.All(length => length == Steps);

    /// <summary>Tokens predicted.</summary>
    internal long Tokens => Lengths.Sum();
}
