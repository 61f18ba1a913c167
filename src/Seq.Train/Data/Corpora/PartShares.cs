namespace Seq.Train;

/// <summary>How much of the data is set aside.</summary>
/// <param name="Validation">From 0 to 1: share of the items for choosing the model.</param>
/// <param name="Test">From 0 to 1: share of the items for the report.</param>
internal sealed record PartShares(double Validation, double Test)
{
    /// <summary>The number of items in both parts.</summary>
    /// <exception cref="DataException">The shares leave nothing to learn from.</exception>
    internal (int Validation, int Test) Of(int count)
    {
        if (!(Validation >= 0 && Test >= 0 && Validation + Test < 1))
        {
            throw new DataException($"The validation part takes {Validation} of the data and the test part {Test}; each is a share from 0, and together they leave something to learn from.");
        }

        // Each border lies at the start of its part rounded down, as int(n · 0.9) is the border of Tiny Shakespeare.
        var train = (int)Math.Floor((count * (1 - Validation - Test)) + 1e-6);
        var beforeTest = (int)Math.Floor((count * (1 - Test)) + 1e-6);
        return (beforeTest - train, count - beforeTest);
    }
}
