namespace Seq.Runtime;

/// <summary>What a swap of bundles has done.</summary>
/// <param name="OldBundle">The bundle that served before.</param>
/// <param name="NewBundle">The bundle that serves now.</param>
/// <param name="Drained">Ends when the last call on the old model has, and the model is released: its folder may be deleted then.</param>
public sealed record ModelSwap(string OldBundle, string NewBundle, Task Drained);
