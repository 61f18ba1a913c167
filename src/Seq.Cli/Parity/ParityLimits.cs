namespace Seq.Cli.Parity;

/// <summary>How large the inputs of a comparison become.</summary>
/// <param name="MaxBatch">Rows of the largest batch.</param>
/// <param name="MaxSource">Tokens of the longest source.</param>
/// <param name="MaxTarget">Tokens of the longest target, the start token not counted, and of the longest prompt.</param>
/// <param name="MaxSteps">Most tokens of a search; a model that never ends on random input is compared this far.</param>
/// <param name="EveryForm">Inputs that are compared in every form; the others as whole sequences, step by step and by greedy search.</param>
internal sealed record ParityLimits(int MaxBatch = 64, int MaxSource = 60, int MaxTarget = 24, int MaxSteps = 32, int EveryForm = 128)
{
    internal static ParityLimits Default { get; } = new();
}
