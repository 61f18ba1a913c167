using Seq.Model;

namespace Seq.Train.Tests;

/// <summary>An encoder-decoder by its equations, one row at a time.</summary>
internal static class PlainEncoderDecoder
{
    /// <summary>The logits of each step, and the attention weights of each step where there is attention.</summary>
    internal static (double[][] Logits, double[][] Attention) Sequence(EncoderDecoderDescription model, PlainWeights weights, int[] source, int[] fed)
    {
        var encoder = new PlainStack(model.Encoder, EncoderDecoderNames.Encoder, weights);
        var sourceTable = model.SharedEmbeddings ? EncoderDecoderNames.TargetEmbedding : EncoderDecoderNames.SourceEmbedding;
        var (memory, last) = encoder.Read([.. source.Select(token => PlainModels.Embed(weights, sourceTable, token, model.SourceVocabulary))]);
        var decoder = new PlainStack(model.Decoder, EncoderDecoderNames.Decoder, weights);
        var state = model.Bridge switch
        {
            BridgeKind.Copy => last,
            BridgeKind.Linear => [.. last.Select((end, layer) => (
                Plain.Each(weights.Affine(EncoderDecoderNames.BridgeHiddenWeight(layer), EncoderDecoderNames.BridgeHiddenBias(layer), end.H), Math.Tanh),
                model.Decoder.Cell.HasCellState() ? weights.Affine(EncoderDecoderNames.BridgeCellWeight(layer), EncoderDecoderNames.BridgeCellBias(layer), end.C) : []))],
            _ => decoder.Zeros(),
        };
        var feed = new double[model.Decoder.OutputSize];
        var coverage = new double[source.Length];
        var (logits, looks) = (new List<double[]>(), new List<double[]>());
        foreach (var token in fed)
        {
            var before = model.Attention?.Placement == AttentionPlacement.BeforeCell;
            var x = model.WithoutFeedback ? [] : PlainModels.Embed(weights, EncoderDecoderNames.TargetEmbedding, token, model.TargetVocabulary);
            double[] alpha = before ? Look(model, weights, state[^1].H, memory, coverage) : [];
            var (output, next) = decoder.Step(
            [
                .. x,
                .. model.ContextEveryStep ? encoder.LastOutput(memory) : [],
                .. before ? Plain.Mix(alpha, memory) : [],
                .. model.Attention?.InputFeeding == true ? feed : [],
            ], state);
            state = next;
            if (model.Attention is not null)
            {
                alpha = before ? alpha : Look(model, weights, output, memory, coverage);
                output = feed = Plain.Each(weights.Times(EncoderDecoderNames.AttentionCombine, [.. Plain.Mix(alpha, memory), .. output]), Math.Tanh);
                coverage = Plain.Add(coverage, alpha);
                looks.Add(alpha);
            }

            logits.Add(weights.Affine(model.TiedEmbeddings ? EncoderDecoderNames.TargetEmbedding : OutputNames.Weight, OutputNames.Bias, output));
        }

        return ([.. logits], [.. looks]);
    }

    private static double[] Look(EncoderDecoderDescription model, PlainWeights weights, double[] q, double[][] memory, double[] coverage)
    {
        double Energy(double[] sum, int place)
        {
            sum = model.Attention!.Coverage ? Plain.Add(sum, weights.Times(EncoderDecoderNames.AttentionCoverage, [coverage[place]])) : sum;
            return weights.Times(EncoderDecoderNames.AttentionEnergy, Plain.Each(sum, Math.Tanh))[0];
        }

        return Plain.Softmax([.. memory.Select((m, place) => model.Attention!.Score switch
        {
            AttentionScore.Additive => Energy(Plain.Add(weights.Times(EncoderDecoderNames.AttentionQuery, q), weights.Times(EncoderDecoderNames.AttentionKey, m)), place),
            AttentionScore.Concat => Energy(weights.Times(EncoderDecoderNames.AttentionConcat, [.. q, .. m]), place),
            AttentionScore.General => Plain.Product(q, weights.Times(EncoderDecoderNames.AttentionKey, m)).Sum(),
            _ => Plain.Product(q, m).Sum(),
        })]);
    }
}
