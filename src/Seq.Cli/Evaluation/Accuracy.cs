namespace Seq.Cli.Evaluation;

/// <summary>Shares of right answers, from 0 to 1. The end token counts as a token.</summary>
/// <param name="Tokens">Over all tokens.</param>
/// <param name="Sequences">Over whole sequences: every token right and none too many.</param>
/// <param name="ByPosition">Over the tokens at each position of the target, [position].</param>
internal sealed record Accuracy(double Tokens, double Sequences, IReadOnlyList<double> ByPosition);
