namespace Seq.Runtime;

/// <summary>How probable a label is.</summary>
/// <param name="Label">The label, as the target vocabulary lists it.</param>
/// <param name="Id">Its id.</param>
/// <param name="Probability">From 0 to 1.</param>
/// <param name="LogProbability">Its logarithm, in nats.</param>
public readonly record struct LabelProbability(string Label, int Id, double Probability, double LogProbability);
