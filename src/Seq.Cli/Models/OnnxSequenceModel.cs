using Seq.Decoding;
using Seq.Runtime;

namespace Seq.Cli.Models;

/// <summary>A bundle on ONNX Runtime: <c>score</c> for logits, host-driven <c>step</c> for decoding.</summary>
internal sealed class OnnxSequenceModel(SeqModel model) : ISequenceModel
{
    public double[,,] Logits(TokenBatch source, TokenBatch target, CancellationToken cancellationToken) =>
        LogitsCube.Of(model.Graphs.Score(source.Ids, source.Lengths, target.Ids, cancellationToken).Logits);

    public IReadOnlyList<GreedyRow> Greedy(TokenBatch source, int maxLength, CancellationToken cancellationToken)
    {
        var search = model.DefaultSearch with { BeamSize = 1, MaxLength = maxLength };
        var rows = Enumerable.Range(0, source.Rows).Select(source.Row).ToList();
        var generations = model.GenerateTokensBatch(rows, new GenerateOptions { Search = search }, cancellationToken);
        return [.. generations.Select(generation => new GreedyRow(generation.Best.Tokens, generation.Best.FinishReason == FinishReason.EndToken))];
    }
}
