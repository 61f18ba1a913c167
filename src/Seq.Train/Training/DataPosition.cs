namespace Seq.Train;

/// <summary>A place in the data: all that resuming needs to read on.</summary>
/// <param name="Epoch">Times that the data was gone through.</param>
/// <param name="Place">Batches of this epoch that were read; of a stream, the steps of each row.</param>
internal readonly record struct DataPosition(int Epoch, int Place);
