using System.Runtime.InteropServices;
using System.Text;
using Seq.Cli.Models;
using Seq.Model;

namespace Seq.Cli.Parity;

/// <summary>The golden pack of a bundle, of any kind of model: inputs and what the trainer computed on them.</summary>
/// <param name="Input">What was read and fed.</param>
/// <param name="Prompts">What greedy search began from in a language model, the start token first; null for other models.</param>
/// <param name="Logits">Logits on the input.</param>
/// <param name="Greedy">What greedy search wrote, without end tokens; null for a model that does not write, or when the pack has none.</param>
/// <param name="Attention">Where the decoder looked on the input, [rows, target, source]; null for a model without attention, or when the pack does not say.</param>
internal sealed record GoldenRows(ParityInput Input, TokenBatch? Prompts, LogitsBlock Logits, TokenBatch? Greedy, LogitsBlock? Attention)
{
    /// <summary>The text of each row that was read, of a prompt without the start token; empty where the pack does not say.</summary>
    internal IReadOnlyList<string> ReadTexts { get; private init; } = [];

    /// <summary>The text of each row that greedy search wrote; empty where the pack does not say.</summary>
    internal IReadOnlyList<string> WrittenTexts { get; private init; } = [];

    private const int MaxRows = 100_000;

    /// <summary>Reads the pack of a bundle.</summary>
    /// <returns>Null when the bundle has none.</returns>
    /// <exception cref="ModelFormatException">The pack is damaged, or its tensors do not fit each other or the model.</exception>
    internal static GoldenRows? Open(Bundle bundle)
    {
        if (!bundle.Manifest.Files.ContainsKey(Checkpoint.GoldenFile))
        {
            return null;
        }

        using var file = SafetensorsFile.Open(Path.Combine(bundle.FolderPath, Checkpoint.GoldenFile));
        var model = bundle.Description;
        var source = model is LanguageModelDescription ? null : Tokens(file, GoldenPack.Source, GoldenPack.SourceLengths, 1, Vocabularies.Source(model));
        var writes = Vocabularies.StartToken(model) is not null;
        var target = writes ? Tokens(file, GoldenPack.TargetInput, GoldenPack.TargetLengths, 1, Vocabularies.Target(model)) : null;
        var input = new ParityInput(source, target);
        var has = file.Entries.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        var greedy = writes && has.Contains(GoldenPack.GreedyTokens)
            ? Tokens(file, GoldenPack.GreedyTokens, GoldenPack.GreedyLengths, 0, Vocabularies.Target(model)) : null;
        var prompts = greedy is not null && model is LanguageModelDescription
            ? Tokens(file, GoldenPack.Prompt, GoldenPack.PromptLengths, 1, Vocabularies.Source(model)) : null;
        var rows = input.Rows;
        if (new[] { source, target, greedy, prompts }.OfType<TokenBatch>().Any(side => side.Rows != rows && !(source is null && side != target && side.Rows == greedy?.Rows)))
        {
            throw Bad(file, $"Its tensors do not fit each other: there are {rows} rows of input, and another number of targets, prompts or greedy rows.");
        }

        return new(input, prompts, LogitsOf(file, input, model), greedy, has.Contains(GoldenPack.Attention) ? AttentionOf(file, input) : null)
        {
            ReadTexts = has.Contains(GoldenPack.SourceText) ? Texts(file, GoldenPack.SourceText, GoldenPack.SourceTextLengths, prompts?.Rows ?? rows) : [],
            WrittenTexts = greedy is not null && has.Contains(GoldenPack.GreedyText) ? Texts(file, GoldenPack.GreedyText, GoldenPack.GreedyTextLengths, greedy.Rows) : [],
        };
    }

    private static LogitsBlock LogitsOf(SafetensorsFile file, ParityInput input, ModelDescription model)
    {
        var width = Vocabularies.Target(model);
        var steps = model is ClassifierDescription ? 1 : (input.Target ?? input.Source)!.Ids.GetLength(1);
        long[] shape = model is ClassifierDescription ? [input.Rows, width] : [input.Rows, steps, width];
        RequireShape(file, GoldenPack.Logits, shape);
        return LogitsBlock.Of(file.Read<float>(GoldenPack.Logits), input.Rows, steps);
    }

    private static LogitsBlock AttentionOf(SafetensorsFile file, ParityInput input)
    {
        var (steps, width) = (input.Target?.Ids.GetLength(1) ?? 0, input.Source?.Ids.GetLength(1) ?? 0);
        RequireShape(file, GoldenPack.Attention, [input.Rows, steps, width]);
        return LogitsBlock.Of(file.Read<float>(GoldenPack.Attention), input.Rows, steps);
    }

    private static List<string> Texts(SafetensorsFile file, string name, string lengthsName, int rows)
    {
        RequireShape(file, lengthsName, [rows]);
        var (bytes, lengths) = (file.Read<byte>(name), file.Read<long>(lengthsName));
        if (lengths.Any(length => length < 0 || length > bytes.Length) || lengths.Sum() != bytes.Length)
        {
            throw Bad(file, $"Tensor '{lengthsName}' does not add up to the {bytes.Length} bytes of '{name}'.");
        }

        var (texts, at) = (new List<string>(), 0);
        foreach (var length in lengths)
        {
            texts.Add(Encoding.UTF8.GetString(bytes, at, (int)length));
            at += (int)length;
        }

        return texts;
    }

    private static void RequireShape(SafetensorsFile file, string name, long[] shape)
    {
        if (!file.Find(name).Shape.SequenceEqual(shape))
        {
            throw Bad(file, $"Tensor '{name}' is {file.Find(name).ShapeText}; [{string.Join(", ", shape)}] is needed.");
        }
    }

    private static TokenBatch Tokens(SafetensorsFile file, string idsName, string lengthsName, long leastLength, int vocabulary)
    {
        var (shape, count) = (file.Find(idsName).Shape, file.Find(lengthsName).Shape);
        if (shape.Count != 2 || shape[0] is < 1 or > MaxRows || shape[1] < 1 || count.Count != 1 || count[0] != shape[0])
        {
            throw Bad(file, $"Tensor '{idsName}' is [{string.Join(", ", shape)}] and '{lengthsName}' [{string.Join(", ", count)}]; [batch, time] and [batch] are needed.");
        }

        var lengths = file.Read<long>(lengthsName);
        var flat = file.Read<long>(idsName);
        if (lengths.Any(length => length < leastLength || length > shape[1]))
        {
            throw Bad(file, $"Tensor '{lengthsName}' holds a length outside {leastLength} to {shape[1]}.");
        }

        if (Array.Find(flat, id => id < 0 || id >= vocabulary) is var wrong && (wrong < 0 || wrong >= vocabulary))
        {
            throw Bad(file, $"Tensor '{idsName}' holds the token {wrong}; the model's tokens go from 0 to {vocabulary - 1}.");
        }

        var ids = new long[shape[0], shape[1]];
        flat.CopyTo(MemoryMarshal.CreateSpan(ref ids[0, 0], ids.Length));
        return new(ids, lengths);
    }

    private static ModelFormatException Bad(SafetensorsFile file, string problem) =>
        new(file.FilePath, problem, "Export the model again from its checkpoint.");
}
