using Seq.Model;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>Lets a language model write, so that a run shows what it has learned.</summary>
internal static class LanguageSamples
{
    private const int Words = 40;
    private const int Characters = 200;

    /// <summary>Draws a text from the model's probabilities; libtorch's generator, on which the training depends, is not touched.</summary>
    internal static ReportSample Draw(LanguageModel model, Vocabulary vocabulary, ulong seed, Device device)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var random = new SeededRandom(seed);
        var start = vocabulary.Special.Start ?? 0;
        var (ids, last) = (new List<int>(), start);
        LanguageState? state = null;
        for (var step = 0; step < (vocabulary.Unit == TokenUnit.Characters ? Characters : Words); step++)
        {
            (var hidden, state) = model.Run(tensor([(long)last], [1, 1], device: device), state);
            var shares = model.Output.Logits(hidden).view(-1).to(ScalarType.Float64).softmax(0).cpu().data<double>().ToArray();
            last = Pick(shares, random.NextUniform());
            if (last == vocabulary.Special.End)
            {
                break;
            }

            ids.Add(last);
        }

        return new(vocabulary.Tokens[start], vocabulary.Decode([.. ids]));
    }

    private static int Pick(double[] shares, double uniform)
    {
        var rest = uniform * shares.Sum();
        for (var id = 0; id < shares.Length; id++)
        {
            rest -= shares[id];
            if (rest < 0)
            {
                return id;
            }
        }

        return shares.Length - 1;
    }
}
