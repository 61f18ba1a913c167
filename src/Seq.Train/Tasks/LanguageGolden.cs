using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Writes the golden pack of a language model: a few ragged texts with the logits, and short prompts with what greedy decoding makes of them.</summary>
internal static class LanguageGolden
{
    private const long MostNumbers = 2_000_000; // Logits of a large vocabulary would outweigh the weights otherwise.
    private const int MostRows = 8;
    private const int MostSteps = 12;
    private const int FewestSteps = 3;
    private const int PromptSteps = 4;

    internal static void Write(string path, LanguageModel model, TokenStream stream, Vocabulary vocabulary, Device device)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var description = (LanguageModelDescription)model.Description;
        var steps = (int)Math.Clamp(Math.Min(MostSteps, stream.Count), FewestSteps, Math.Max(FewestSteps, MostNumbers / MostRows / description.Vocabulary));
        var (fed, lengths) = Rows(stream, steps, description.StartToken);
        var logits = model.Output.Logits(model.Run(tensor(fed, [MostRows, steps], device: device), null).Output);
        long[] promptLengths = [.. lengths.Select((length, row) => Math.Min(length, 1 + (row % PromptSteps)))];
        var prompt = new long[MostRows * PromptSteps];
        for (var row = 0; row < MostRows; row++)
        {
            fed.AsSpan(row * steps, (int)promptLengths[row]).CopyTo(prompt.AsSpan(row * PromptSteps));
        }

        int[][] greedy = [.. Enumerable.Range(0, MostRows).Select(row => Continue(model, prompt.AsSpan(row * PromptSteps, (int)promptLengths[row]).ToArray(), device))];
        var writer = new SafetensorsWriter();
        writer.Add<long>(GoldenPack.TargetInput, [MostRows, steps], fed);
        writer.Add<long>(GoldenPack.TargetLengths, [MostRows], lengths);
        writer.Add<long>(GoldenPack.Prompt, [MostRows, PromptSteps], prompt);
        writer.Add<long>(GoldenPack.PromptLengths, [MostRows], promptLengths);
        writer.Add<float>(GoldenPack.Logits, logits.shape, logits.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray());
        var (tokens, _) = RowPadding.Pad(greedy, description.EndToken ?? 0);
        writer.Add<long>(GoldenPack.GreedyTokens, [MostRows, tokens.Length / MostRows], tokens);
        writer.Add<long>(GoldenPack.GreedyLengths, [MostRows], greedy.Select(row => (long)row.Length).ToArray());
        GoldenTexts.AddRead(writer, vocabulary, promptLengths.Select((length, row) =>
            Array.ConvertAll(prompt.AsSpan((row * PromptSteps) + 1, (int)length - 1).ToArray(), id => (int)id)));
        GoldenTexts.AddWritten(writer, vocabulary, greedy);
        writer.Write(path);
    }

    /// <summary>The start token and what the stream says at several places, each row one token longer than the one before.</summary>
    private static (long[] Fed, long[] Lengths) Rows(TokenStream stream, int steps, int start)
    {
        var (fed, lengths) = (new long[MostRows * steps], new long[MostRows]);
        for (var row = 0; row < MostRows; row++)
        {
            lengths[row] = Math.Clamp(FewestSteps + (row * (steps - FewestSteps) / (MostRows - 1)), 1, steps);
            var from = (int)((long)row * Math.Max(0, stream.Count - steps) / MostRows);
            fed[row * steps] = start;
            for (var step = 1; step < lengths[row]; step++)
            {
                fed[(row * steps) + step] = stream.Ids[Math.Min(from + step - 1, stream.Count - 1)];
            }
        }

        return (fed, lengths);
    }

    /// <summary>What the model says after a prompt when the likeliest token is taken each time; of equal ones the lowest.</summary>
    private static int[] Continue(LanguageModel model, long[] prompt, Device device)
    {
        var description = (LanguageModelDescription)model.Description;
        var (hidden, state) = model.Run(tensor(prompt, [1, prompt.Length], device: device), null);
        var tokens = new List<int>();
        while (true)
        {
            var token = (int)LowestMaximum.Of(model.Output.Logits(hidden.narrow(1, hidden.shape[1] - 1, 1))).item<long>();
            if (token == description.EndToken || tokens.Count == MostSteps)
            {
                return [.. tokens];
            }

            tokens.Add(token);
            (hidden, state) = model.Run(tensor([(long)token], [1, 1], device: device), state);
        }
    }
}
