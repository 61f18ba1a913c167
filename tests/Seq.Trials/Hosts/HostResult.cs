namespace Seq.Trials.Hosts;

/// <summary>What a host returned for all batches of a graph.</summary>
internal sealed record HostResult(double Seconds, HostOutput[] Outputs);
