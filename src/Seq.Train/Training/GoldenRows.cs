using Seq.Model;

namespace Seq.Train;

/// <summary>Writes the golden pack: a few ragged examples with what the model computes on them in TorchSharp.</summary>
internal static class GoldenRows
{
    internal const int Count = 8;

    internal static void Write(string path, TorchModel model, SequenceBatch batch, int endToken, Vocabulary source, Vocabulary target)
    {
        var logits = model.Logits(batch);
        var limit = batch.TargetTime + 1;
        var decoded = model.DecodeGreedy(batch, limit);
        var (tokens, _) = RowPadding.Pad([.. decoded.Select(row => row.Length < limit ? [.. row, endToken] : row)], endToken); // As wide as they may be: a reader decodes no further.
        long rows = batch.Rows;
        var writer = new SafetensorsWriter();
        writer.Add<long>(GoldenPack.Source, [rows, batch.SourceTime], batch.Source);
        writer.Add<long>(GoldenPack.SourceLengths, [rows], batch.SourceLengths);
        writer.Add<long>(GoldenPack.TargetInput, [rows, batch.TargetTime], batch.TargetInput);
        writer.Add<long>(GoldenPack.TargetLengths, [rows], batch.TargetLengths);
        writer.Add<float>(GoldenPack.Logits, [rows, batch.TargetTime, logits.Length / batch.TargetInput.Length], Array.ConvertAll(logits, value => (float)value));
        if (model.Attention(batch) is { } attention)
        {
            writer.Add<float>(GoldenPack.Attention, [rows, batch.TargetTime, batch.SourceTime], Array.ConvertAll(attention, weight => (float)weight));
        }

        writer.Add<long>(GoldenPack.GreedyTokens, [rows, tokens.Length / rows], tokens);
        writer.Add<long>(GoldenPack.GreedyLengths, [rows], decoded.Select(row => (long)row.Length).ToArray());
        GoldenTexts.AddRead(writer, source, batch.SourceLengths.Select((length, row) =>
            Array.ConvertAll(batch.Source.AsSpan(row * batch.SourceTime, (int)length).ToArray(), id => (int)id)));
        GoldenTexts.AddWritten(writer, target, decoded);
        writer.Write(path);
    }
}
