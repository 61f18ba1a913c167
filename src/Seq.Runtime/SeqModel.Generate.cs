using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime;

public sealed partial class SeqModel
{
    /// <summary>Generates from a text: the output of an encoder-decoder, what continues a prompt of a language model.</summary>
    /// <param name="source">The text; at least one token. For a language model the prompt, which may be empty.</param>
    /// <param name="options">How; null for the bundle's defaults.</param>
    /// <param name="cancellationToken">Ends the work between steps and inside of them.</param>
    /// <inheritdoc cref="GenerateTokens" path="/exception"/>
    /// <exception cref="VocabularyException">The text holds a token that the vocabulary lacks.</exception>
    public Generation Generate(string source, GenerateOptions? options = null, CancellationToken cancellationToken = default) =>
        _calls.Run(Single(GenerateCall(InputsOf(EncodeSources([source]), [source]), options ?? GenerateOptions.Default, observer: null, cancellationToken)))[0];

    /// <summary>Generates from texts, many at a time.</summary>
    /// <param name="sources">The texts; at least one, each of at least one token. For a language model the prompts, which may be empty.</param>
    /// <param name="options">How; null for the bundle's defaults.</param>
    /// <param name="cancellationToken">Ends the work between steps and inside of them.</param>
    /// <returns>One result per text, in the same order, [sources]. One whose rules left no token possible has a <see cref="Generation.Failure"/>; the others are what they would be without it.</returns>
    /// <inheritdoc cref="GenerateTokensBatch" path="/exception"/>
    /// <exception cref="VocabularyException">A text holds a token that the vocabulary lacks.</exception>
    public IReadOnlyList<Generation> GenerateBatch(
        IReadOnlyList<string> sources, GenerateOptions? options = null, CancellationToken cancellationToken = default) =>
        _calls.Run(GenerateCall(InputsOf(EncodeSources(sources), sources), options ?? GenerateOptions.Default, observer: null, cancellationToken));

    /// <summary>Generates from token ids.</summary>
    /// <param name="source">Source token ids, [time]; at least one.</param>
    /// <param name="options">How; null for the bundle's defaults.</param>
    /// <param name="cancellationToken">Ends the work between steps and inside of them.</param>
    /// <exception cref="NoTokenPossibleException">Rules or the model left no token possible, and there is no result.</exception>
    /// <inheritdoc cref="GenerateTokensBatch" path="/exception"/>
    public Generation GenerateTokens(IReadOnlyList<int> source, GenerateOptions? options = null, CancellationToken cancellationToken = default) =>
        _calls.Run(Single(GenerateCall(InputsOf([source]), options ?? GenerateOptions.Default, observer: null, cancellationToken)))[0];

    /// <summary>Generates from token ids, many sources at a time.</summary>
    /// <param name="sources">Source token ids, each [time]; at least one source of at least one token.</param>
    /// <param name="options">How; null for the bundle's defaults.</param>
    /// <param name="cancellationToken">Ends the work between steps and inside of them.</param>
    /// <returns>One result per source, in the same order, [sources]. One whose rules left no token possible has a <see cref="Generation.Failure"/>; the others are what they would be without it.</returns>
    /// <exception cref="InvalidInputException">The batch or a source is empty, or an id is out of range.</exception>
    /// <exception cref="SearchOptionsException">The search options are out of range or without effect.</exception>
    /// <exception cref="DecodingRequestException">The request does not fit the sources.</exception>
    /// <exception cref="InGraphOptionsException">The graph shall decode, but cannot with these options.</exception>
    /// <exception cref="ModelCompositionException">The models of <see cref="GenerateOptions.Composition"/> cannot decode together.</exception>
    /// <exception cref="ModelKindException">The model generates nothing.</exception>
    /// <exception cref="DecodingException">The model returned logits that are no numbers, or a rule broke its contract.</exception>
    /// <exception cref="InferenceException">ONNX Runtime failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the model can be used again.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public IReadOnlyList<Generation> GenerateTokensBatch(
        IReadOnlyList<IReadOnlyList<int>> sources, GenerateOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return _calls.Run(GenerateCall(InputsOf(sources), options ?? GenerateOptions.Default, observer: null, cancellationToken));
    }

    /// <summary>Checks the inputs of a call.</summary>
    /// <param name="sources">Their tokens.</param>
    /// <param name="texts">Their texts; null when they were given as tokens.</param>
    internal IGenerationInputs InputsOf(IReadOnlyList<IReadOnlyList<int>> sources, IReadOnlyList<string>? texts = null)
    {
        var steps = _steps ?? throw WrongKind("Generate", "an encoder-decoder or a language model");
        return steps.Reader is { } reader
            ? new PromptInputs(sources, SourceVocabulary.Count, DefaultSearch.StartToken, reader)
            : new SourceInputs(sources, SourceVocabulary, steps.Contract.WidthStep, texts);
    }

    /// <summary>The call that generates.</summary>
    /// <param name="inputs">From what.</param>
    /// <param name="options">How.</param>
    /// <param name="observer">Sees the tokens in place of the request's observer and looks for stop texts; null for the request's.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    private ModelCall<Generation[]> GenerateCall(IGenerationInputs inputs, GenerateOptions options, IDecodingObserver? observer, CancellationToken cancellationToken)
    {
        var time = new TimeLeft(options.Request ?? DecodingRequest.Default, cancellationToken);
        return new("generate", count => GenerateAll(inputs, options, observer, count, time, cancellationToken), time.Token, time.MayEndEarly ? () => NothingFor(inputs, options, time) : null) { Time = time };
    }

    /// <summary>The call for a single input: it fails where the input does.</summary>
    private static ModelCall<Generation[]> Single(ModelCall<Generation[]> call) => call with
    {
        Work = count =>
        {
            var generations = call.Work(count);
            _ = generations[0].Best;
            return generations;
        },
    };

    private Generation[] GenerateAll(
        IGenerationInputs inputs, GenerateOptions options, IDecodingObserver? observer, CallCount count, TimeLeft time, CancellationToken cancellationToken)
    {
        var search = options.Search ?? DefaultSearch;
        Check(options, search, inputs);
        var request = options.Request with { Observer = observer is not null ? new SettledTokens(observer, count) : StopTexts.Observe(options.StopTexts, TargetVocabulary, options.Request.Observer) };
        var decoder = new Decoder(options.UnknownReplacement is null ? search : search with { KeepAttention = true });
        var results = new Generation[inputs.Count];
        foreach (var part in BatchPlan.Parts(inputs.Count, inputs.LengthOf, BatchSize(options.MaxBatchSize)))
        {
            var ofPart = BatchPlan.RequestFor(request, inputs, part);
            var generated = options.InGraph
                ? DecodeInGraph(inputs, part, search, ofPart, cancellationToken)
                : Decode(inputs, part, decoder, options, ofPart, time, cancellationToken);
            for (var row = 0; row < part.Length; row++)
            {
                results[part[row]] = generated[row];
                count.Add(generated[row]);
            }
        }

        return results;
    }

    /// <summary>What a call returns when it ends before its turn has come.</summary>
    private Generation[] NothingFor(IGenerationInputs inputs, GenerateOptions options, TimeLeft time)
    {
        Check(options, options.Search ?? DefaultSearch, inputs);
        return Nothing(inputs.Count, time.ReasonToEnd());
    }

    private static Generation[] Nothing(int inputs, FinishReason reason) => [.. Enumerable.Repeat(new Generation { Hypotheses = [GeneratedSequence.Nothing(reason)] }, inputs)];

    /// <summary>Checks a whole call before any part of it is decoded.</summary>
    private void Check(GenerateOptions options, SearchOptions search, IGenerationInputs inputs)
    {
        search.Validate(TargetVocabulary.Count);
        if (options.Request is null)
        {
            throw new DecodingRequestException(["Request is null; leave it out when nothing differs from input to input."]);
        }

        var request = options.Request with { SourceLengths = options.Request.SourceLengths ?? [.. Enumerable.Range(0, inputs.Count).Select(inputs.LengthOf)] };
        request.Validate(search, inputs.Count, TargetVocabulary.Count);
        StopTexts.Check(options.StopTexts, search);
        if (options.Composition is { } composition)
        {
            CompositionChecks.Check(this, composition);
        }

        if (options.InGraph)
        {
            InGraphSearch.Check(options, search, DefaultSearch, _bundle);
        }

        if (options.UnknownReplacement is not null && TargetVocabulary.Special.Unknown is null)
        {
            throw new SearchOptionsException(["UnknownReplacement is set, but the target vocabulary has no unknown token that it could replace. Leave it out."]);
        }

        if (options.UnknownReplacement is not null && _steps!.Contract.Attention is null && options.Composition is not { Ensemble.Count: > 0 })
        {
            throw new SearchOptionsException(["UnknownReplacement is set, but the model has no attention that would tell which source word to take. Leave it out."]);
        }
    }

    private IReadOnlyList<int>[] EncodeSources(IReadOnlyList<string> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var ids = new IReadOnlyList<int>[sources.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            var source = sources[i] ?? throw new InvalidInputException($"Source {i} of the batch is null; give a text.", i);
            try
            {
                ids[i] = SourceVocabulary.Encode(source);
            }
            catch (VocabularyException exception) when (sources.Count > 1)
            {
                throw new VocabularyException($"Source {i} of the batch: {exception.Message}");
            }
        }

        return ids;
    }

    private Generation[] Decode(
        IGenerationInputs inputs, int[] part, Decoder decoder, GenerateOptions options, DecodingRequest request, TimeLeft time, CancellationToken cancellationToken)
    {
        try
        {
            using var begun = BegunModels.Begin(this, options.Composition, inputs, part, decoder.Options.RowsPerInput, request, time.Token);
            try
            {
                var results = decoder.Decode(begun.Model, time.Apply(begun.Request), cancellationToken);
                begun.Sound();
                return [.. results.Select((result, row) => ToGeneration(result, options, () => inputs.WordsOf(part[row])) with
                {
                    Failure = result.Failure is null ? null : new(part[row], result.Failure.Step),
                })];
            }
            catch (OperationCanceledException)
            {
                begun.Sound();
                throw;
            }
        }
        catch (OperationCanceledException) when (time.MayEndEarly)
        {
            // It ended before the first step: there is a result for every input, with nothing in it.
            return Nothing(part.Length, time.ReasonToEnd());
        }
        catch (DecodingException exception) when (part.Length < inputs.Count)
        {
            throw exception.InBatch(part);
        }
    }

    /// <summary>What was found, as text.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="options">Its stop texts, and what to put in place of unknown tokens.</param>
    /// <param name="sourceWords">The words of the source, [source].</param>
    internal Generation ToGeneration(DecodingResult result, GenerateOptions options, Func<IReadOnlyList<string>> sourceWords)
    {
        return new()
        {
            Hypotheses = [.. result.Hypotheses.Select(ToSequence)],
            DeadEnds = [.. result.DeadEnds.Select(ToSequence)],
            Failure = result.Failure,
        };

        GeneratedSequence ToSequence(Hypothesis hypothesis) => StopTexts.Cut(options.StopTexts, GeneratedSequence.From(
            hypothesis,
            options.UnknownReplacement is { } replacement
                ? UnknownWords.Replace(hypothesis, TargetVocabulary, sourceWords(), replacement)
                : TargetVocabulary.Decode(hypothesis.Tokens.AsSpan())));
    }
}
