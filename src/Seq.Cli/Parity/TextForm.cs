using System.Globalization;
using Seq.Decoding;
using Seq.Model;
using Seq.Runtime;

namespace Seq.Cli.Parity;

/// <summary>Compares the graph from text to text with the host: vocabularies, search and text of <see cref="SeqModel"/>.</summary>
/// <param name="model">The opened bundle.</param>
/// <param name="search">Greedy search.</param>
internal sealed class TextForm(SeqModel model, SearchOptions search)
{
    private readonly TokensCheck _check = new("text-graph", $"text to text, {GraphNames.TextGenerateGreedy}.onnx");
    private readonly HashSet<int> _read = [];
    private readonly HashSet<int> _written = [];
    private bool _hasTexts;

    /// <summary>The outcome; null when the bundle has no such graph, or no text could be written that its vocabulary reads.</summary>
    internal CheckResult? Result => _hasTexts ? _check.Result : null;

    /// <summary>What of the graph nothing was said about: tokens that were in no text that went in, or came out of no search.</summary>
    internal IEnumerable<string> NotCompared
    {
        get
        {
            if (!IsThere)
            {
                yield break;
            }

            var file = model.Manifest.Graphs[GraphNames.TextGenerateGreedy].File;
            if (!_hasTexts)
            {
                yield return $"{file}: none of the inputs can be written as a text that the source vocabulary reads";
                yield break;
            }

            foreach (var (side, vocabulary, seen, did) in new[] { ("source", model.SourceVocabulary, _read, "stood in no text"), ("target", model.TargetVocabulary, _written, "no search wrote") })
            {
                var all = Enumerable.Range(0, vocabulary.Count).Where(id => !vocabulary.Special.Contains(id)).ToList();
                if (all.Count(id => !seen.Contains(id)) is > 0 and var left)
                {
                    yield return string.Create(CultureInfo.InvariantCulture, $"{file}: the texts of {left:N0} of {all.Count:N0} {side} tokens, which {did}");
                }
            }
        }
    }

    private bool IsThere => model.Manifest.Graphs.ContainsKey(GraphNames.TextGenerateGreedy);

    /// <summary>Compares the texts of some sources.</summary>
    /// <param name="sources">The sources, as tokens.</param>
    /// <param name="label">Names a row.</param>
    /// <param name="rounding">By how much the log-probability of a token may differ by rounding.</param>
    /// <param name="isRounding">Asked when texts differ: whether greedy search from these tokens turns on less than float32 can tell.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    internal void Compare(
        IReadOnlyList<IReadOnlyList<int>> sources, Func<int, string> label, double rounding, Func<IReadOnlyList<int>, bool> isRounding, CancellationToken cancellationToken)
    {
        var texts = IsThere ? sources.Select((source, row) => (Row: row, Text: model.SourceVocabulary.Decode([.. source]))).Where(pair => IsRead(pair.Text)).ToList() : [];
        if (texts.Count == 0)
        {
            return;
        }

        _hasTexts = true;
        SearchFailure.Note([_check], label(texts[0].Row), () => Compare(texts, label, rounding, isRounding, cancellationToken));
    }

    private void Compare(
        List<(int Row, string Text)> texts, Func<int, string> label, double rounding, Func<IReadOnlyList<int>, bool> isRounding, CancellationToken cancellationToken)
    {
        string[] written = [.. texts.Select(pair => pair.Text)];
        var byHost = model.GenerateBatch(written, new GenerateOptions { Search = search }, cancellationToken);
        var byGraph = model.Graphs.GenerateText(written, search.MaxLength, cancellationToken);
        for (var i = 0; i < written.Length; i++)
        {
            var text = written[i];
            _read.UnionWith(model.SourceVocabulary.Encode(text));
            _written.UnionWith(byHost[i].Best.Tokens);
            var expected = FoundTokens.Of(byHost[i].Best) with { Score = double.NaN, Text = byHost[i].Text, TokenLogProbabilities = [], ScoreRounding = rounding };
            var actual = expected with { LogProbability = byGraph.LogProbabilities[i], Text = byGraph.Texts[i] };
            _check.Add([expected], [actual], label(texts[i].Row), () => isRounding(model.SourceVocabulary.Encode(text)));
        }
    }

    private bool IsRead(string text)
    {
        try
        {
            return model.SourceVocabulary.Encode(text).Length > 0;
        }
        catch (VocabularyException)
        {
            return false;
        }
    }
}
