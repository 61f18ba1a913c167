using System.Diagnostics;
using Seq.Decoding;
using Seq.Runtime;

namespace Seq.Bench.Decoding;

/// <summary>Seq's decoder on one thread.</summary>
internal sealed class OurDecoder(RandomBundle bundle) : IDisposable
{
    private readonly SeqModel _model = SeqModel.Open(bundle.Bundle.FolderPath, new() { IntraOpThreads = 1 });
    private readonly Dictionary<SearchOptions, Decoder> _decoders = [];

    /// <summary>Decodes by one call of the public interface.</summary>
    /// <param name="search">How.</param>
    /// <param name="batch">How many inputs.</param>
    /// <param name="steps">How many tokens.</param>
    /// <param name="inGraph">Whether the graph searches.</param>
    /// <returns>The seconds of the call; the tokens of the best hypothesis of each input.</returns>
    internal (double Seconds, int[][] Tokens) Time(DecodeSearch search, int batch, int steps, bool inGraph = false)
    {
        var options = new GenerateOptions { Search = OptionsOf(search, steps), InGraph = inGraph };
        IReadOnlyList<int>[] sources = [.. bundle.Sources.Take(batch)];
        var clock = Stopwatch.StartNew();
        var results = _model.GenerateTokensBatch(sources, options);
        var seconds = clock.Elapsed.TotalSeconds;
        return (seconds, [.. results.Select(result => result.Hypotheses[0].Tokens.ToArray())]);
    }

    /// <summary>Decodes with a clock around each step, by a decoder that has decoded as much before.</summary>
    internal TimedSteps Observe(DecodeSearch search, int batch, int steps)
    {
        var options = OptionsOf(search, steps);
        if (!_decoders.TryGetValue(options, out var decoder))
        {
            _decoders.Add(options, decoder = new(options));
        }

        IReadOnlyList<int>[] sources = [.. bundle.Sources.Take(batch)];
        int[] part = [.. Enumerable.Range(0, batch)];
        using var begun = BegunModels.Begin(_model, composition: null, _model.InputsOf(sources), part, options.RowsPerInput, DecodingRequest.Default, default);
        var timed = new TimedSteps(begun.Model, steps);
        decoder.Decode(timed, begun.Request);
        begun.Sound();
        return timed;
    }

    public void Dispose() => _model.Dispose();

    private SearchOptions OptionsOf(DecodeSearch search, int steps) => search switch
    {
        DecodeSearch.Greedy => _model.DefaultSearch with { MaxLength = steps },
        DecodeSearch.TopK => _model.DefaultSearch with { MaxLength = steps, Sampling = new() { TopK = DecodeCase.TopK, Seed = 1 } },
        _ => _model.DefaultSearch with { MaxLength = steps, BeamSize = DecodeCase.BeamSize },
    };
}
