using Seq.Model;

namespace Seq.Export;

/// <summary>An encoder-decoder that writes the target of a source; the source is encoded before the loop.</summary>
internal sealed class EncoderDecoderGenerator(EncoderDecoderDescription model, ModelWeights weights) : IGenerator
{
    private readonly DecoderPart _decoder = new(model, weights);
    private Encoded? _encoded;
    private Value? _mask;
    private int _beam = 1;

    public int Vocabulary => model.TargetVocabulary;

    public int? EndToken => model.EndToken;

    public GenerationStart Begin(GraphBuilder g, int beam)
    {
        var source = g.Input(GraphNames.Source, ElementType.Int64, ["batch", "source"]);
        var lengths = g.Input(GraphNames.SourceLengths, ElementType.Int64, ["batch"]);
        var batch = g.SizesOf(source, 0, 1);
        _beam = beam;
        _encoded = new EncoderPart(model, weights).Run(g, source, lengths);
        _mask = _decoder.Mask(g, _encoded);
        using var scope = g.Scope("start");
        var tokens = g.Expand(g.Constant((long)model.StartToken), batch, ["batch"]);
        var first = _decoder.FirstStates(g, _encoded, batch);
        var start = new GenerationStart(batch, tokens, [.. _decoder.States.Zip(first, (spec, value) => (spec.Name, value))]) { SourceMask = _mask };
        if (beam == 1)
        {
            return start;
        }

        var inputs = GenerationStart.InputsOfRows(g, batch, beam);
        _encoded = _encoded with { Context = _encoded.Context is null ? null : g.Gather(_encoded.Context, inputs) };
        return start.Repeat(g, inputs);
    }

    public GenerationStep Step(GraphBuilder g, Value token, IReadOnlyList<Value> states) => _decoder.Step(g, token, states, _encoded!, _mask, _beam);
}
