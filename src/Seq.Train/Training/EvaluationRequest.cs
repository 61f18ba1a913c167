namespace Seq.Train;

/// <summary>What a task is to measure.</summary>
/// <param name="Part">What on; a validation part that does not exist is replaced by the train part.</param>
/// <param name="Samples">Most samples; null for all.</param>
/// <param name="Beam">Hypotheses of a beam search; 1 is greedy.</param>
/// <param name="Seed">Draws data without end; null for the usual.</param>
/// <param name="Model">What is measured in place of the module; null for the module.</param>
/// <param name="Thorough">Whether the result is reported, and not only held against others of the same training.</param>
internal sealed record EvaluationRequest(DataPart Part, int? Samples, int Beam = 1, ulong? Seed = null, IEvaluatedModel? Model = null, bool Thorough = false);
