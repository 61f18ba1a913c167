using Seq.Decoding;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Generation;

/// <summary>Decodes chunks of texts; a message about a text says where it stands.</summary>
internal sealed class LineGenerator(SeqModel model, GenerateOptions options)
{
    /// <summary>Decodes a chunk.</summary>
    /// <exception cref="SeqException">A text is empty or holds a token that the model does not know.</exception>
    internal IReadOnlyList<GeneratedLine> Generate(IReadOnlyList<InputLine> chunk, CancellationToken cancellationToken)
    {
        var sources = chunk.Select(line => line.Encode(model)).ToList();

        // A text's random numbers follow its line, so chunks and batches change nothing.
        var request = options.Search?.Sampling is null ? DecodingRequest.Default : DecodingRequest.Default with { RowKeys = [.. chunk.Select(line => line.Number)] };
        var generations = model.GenerateTokensBatch(sources, options with { Request = request }, cancellationToken);
        return [.. chunk.Zip(generations, (line, generation) => GeneratedLine.Of(line.Text, generation))];
    }
}
