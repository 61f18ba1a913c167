namespace Seq.Parity.Tests;

/// <summary>A fault as an exporter or a search could make it.</summary>
/// <param name="Name">What is wrong, in words.</param>
/// <param name="Model">The model that it is planted in; see <see cref="FaultModels"/>.</param>
/// <param name="Plant">Plants it.</param>
internal sealed record Fault(string Name, string Model, Action<FaultyBundle> Plant);
