namespace Seq.Decoding.Sessions;

/// <summary>A step model whose rows can be taken out and put back: what sessions save, restore, fork and rewind by.</summary>
public interface ISnapshotModel : IStepModel
{
    /// <summary>Whether this model can do it; false for one composed of models that cannot.</summary>
    public bool CanSaveRows { get; }

    /// <summary>Copies all the state of a row.</summary>
    /// <param name="row">The row, from 0 to <see cref="IStepModel.Rows"/> − 1.</param>
    /// <returns>Every named tensor that the next steps of the row depend on, without the dimension of the rows.</returns>
    public RowState SaveRow(int row);

    /// <summary>Replaces all rows: new row r has the state <c>rows[r]</c>, and <see cref="IStepModel.Rows"/> is their number.</summary>
    /// <param name="rows">States that <see cref="SaveRow"/> gave, of this model or of another one of the same weights, [rows]; at least one.</param>
    /// <exception cref="SnapshotException">A state does not fit the model: another name, type or shape of a tensor.</exception>
    public void LoadRows(IReadOnlyList<RowState> rows);
}
