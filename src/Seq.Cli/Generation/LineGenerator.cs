using Seq.Decoding;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Generation;

/// <summary>Decodes chunks of texts; a message about a text says where it stands.</summary>
/// <param name="model">The model.</param>
/// <param name="options">How it decodes.</param>
/// <param name="timeLeft">What is left of the time for all texts; null, or a function that gives null, for no limit.</param>
/// <param name="explain">Whether lines say what their scores are made of.</param>
/// <param name="bestByAgreement">How many outputs are kept, those that agree best with all; null keeps all, by score.</param>
internal sealed class LineGenerator(SeqModel model, GenerateOptions options, Func<TimeSpan?>? timeLeft = null, bool explain = false, int? bestByAgreement = null)
{
    /// <summary>Decodes a chunk.</summary>
    /// <exception cref="SeqException">A text is empty or holds a token that the model does not know.</exception>
    internal IReadOnlyList<GeneratedLine> Generate(IReadOnlyList<InputLine> chunk, CancellationToken cancellationToken)
    {
        var sources = chunk.Select(line => line.Encode(model)).ToList();
        var request = options with { Request = RequestFor(chunk) };

        // Words that the vocabulary lacks are in the texts alone.
        var generations = options.UnknownReplacement is null
            ? model.GenerateTokensBatch(sources, request, cancellationToken)
            : model.GenerateBatch([.. chunk.Select(line => line.Text)], request, cancellationToken);
        return [.. chunk.Select((line, place) => Line(line, sources[place], generations[place]))];
    }

    /// <summary>Decodes a text and tells what is certain as soon as it is.</summary>
    /// <param name="line">The text.</param>
    /// <param name="told">Called with each piece.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The whole.</returns>
    /// <exception cref="SeqException">The text is empty or holds a token that the model does not know.</exception>
    internal GeneratedLine Stream(InputLine line, Action<StreamedPiece> told, CancellationToken cancellationToken)
    {
        var source = line.Encode(model);
        Runtime.Generation? whole = null;
        var written = "";
        try
        {
            foreach (var piece in model.GenerateTokensStream(source, options with { Request = RequestFor([line]) }, cancellationToken).ToBlockingEnumerable(cancellationToken))
            {
                whole ??= piece.Result;
                if (piece.Result is null)
                {
                    written += piece.Sample == 0 ? piece.Text : "";
                    told(new(line.Text, piece.Sample, piece.Text, piece.Tokens));
                }
            }

            return Line(line, source, whole!);
        }
        catch (NoTokenPossibleException)
        {
            return new(line.Text, []) { Error = DeadEnd(line, written) };
        }
    }

    private GeneratedLine Line(InputLine line, IReadOnlyList<int> source, Runtime.Generation generation)
    {
        if (generation.Failure is null && bestByAgreement is { } count)
        {
            var ranked = generation.RankByUtility().Take(count).ToList();
            var chosen = Told(line, source, generation with { Hypotheses = [.. ranked.Select(one => one.Sequence)] });
            return chosen with { Hypotheses = [.. chosen.Hypotheses.Zip(ranked, (hypothesis, one) => hypothesis with { ExpectedUtility = one.ExpectedUtility })] };
        }

        return Told(line, source, generation);
    }

    private GeneratedLine Told(InputLine line, IReadOnlyList<int> source, Runtime.Generation generation)
    {
        var result = explain ? GeneratedLine.Explained(line.Text, source, generation, model) : GeneratedLine.Of(line.Text, generation);
        return generation.Failure is null ? result : result with { Error = DeadEnd(line, generation.DeadEnds.FirstOrDefault()?.Text ?? "") };
    }

    private static string DeadEnd(InputLine line, string written) =>
        $"{line.Origin}: There is no output for '{line.Text}': every token is impossible {(written.Length == 0 ? "at its beginning" : $"after '{written}'")}. "
        + "Loosen what forbids tokens (--pattern, --suppress, --no-repeat-ngram, --min-length), or let a wider --beam look for another way.";

    /// <summary>A text's random numbers follow its line, so chunks and batches change nothing.</summary>
    private DecodingRequest RequestFor(IReadOnlyList<InputLine> lines) => DecodingRequest.Default with
    {
        RowKeys = options.Search?.Sampling is null && options.Search?.StochasticBeam is null ? null : [.. lines.Select(line => line.Number)],
        TimeBudget = timeLeft?.Invoke(),
    };
}
