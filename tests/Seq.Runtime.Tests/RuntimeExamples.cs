using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Seq.Decoding;
using Seq.Decoding.Composition;
using Seq.Decoding.Constraints;
using Seq.Decoding.Processors;
using Seq.Model;

namespace Seq.Runtime.Tests;

/// <summary>The calls of docs/runtime.md: what stands between two marks stands on the page, and runs here.</summary>
public sealed class RuntimeExamples(Bundles bundles) : IClassFixture<Bundles>
{
    private static readonly string Digits = Path.Combine(
        typeof(RuntimeExamples).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!,
        "models", "digits");

    private static CancellationToken Cancellation => CancellationToken.None;

    [Fact]
    public async Task Opening()
    {
        var path = Digits;

        // <open>
        await using var model = SeqModel.Open(path, new SeqModelOptions { IntraOpThreads = 1, MaxConcurrentCalls = Environment.ProcessorCount });
        model.WarmUp();
        // </open>

        Assert.Equal("digits", model.Name);
    }

    [Fact]
    public void Generating()
    {
        using var model = SeqModel.Open(Digits);

        // <generate>
        string text = model.Generate("one two five", cancellationToken: Cancellation).Text;              // "125"
        IReadOnlyList<Generation> batch = model.GenerateBatch(["one two five", "three one four"]);

        var beam = new GenerateOptions { Search = model.DefaultSearch with { BeamSize = 4, HypothesisCount = 3, KeepAttention = true } };
        GeneratedSequence best = model.Generate("three one four", beam).Best;
        (double total, double score, FinishReason why) = (best.LogProbability, best.Score, best.FinishReason);
        IReadOnlyList<int> lookedAt = best.Alignment;                                                     // source position of each step

        var sampled = new GenerateOptions { Search = model.DefaultSearch with { Sampling = new() { Seed = 7, TopP = 0.9f } }, StopTexts = ["31"] };
        string upToTheStop = model.Generate("three one four", sampled).Text;
        // </generate>

        Assert.Equal(["125", "314"], batch.Select(generation => generation.Text));
        Assert.Equal("125", text);
        Assert.Equal(total, score);
        Assert.Equal(FinishReason.EndToken, why);
        Assert.Equal(best.Length, lookedAt.Count);
        Assert.DoesNotContain("31", upToTheStop);
    }

    [Fact]
    public void Failing()
    {
        using var model = SeqModel.Open(Digits);

        // <failing>
        IReadOnlyList<ILogitsProcessor>?[] rules = [null, [new SuppressTokens(Enumerable.Range(0, 11))]];
        var batch = model.GenerateBatch(["one two five", "three one four"], new() { Request = new() { Processors = rules } });
        string first = batch[0].Text;                                                                     // "125"
        NoTokenPossibleException? why = batch[1].Failure;
        // </failing>

        Assert.Equal("125", first);
        Assert.Equal((1, 0), (why!.Input, why.Step));
    }

    [Fact]
    public void Constraining()
    {
        using var model = SeqModel.Open(Digits);

        // <pattern>
        TokenAutomaton threeDigitsWithoutOne = model.CompilePattern("[02-9]{3}");
        var rule = new PatternConstraint(threeDigitsWithoutOne, model.DefaultSearch.EndTokens);
        var options = new GenerateOptions { Search = model.DefaultSearch with { Processors = [rule] } };
        string matching = model.Generate("three one four", options).Text;
        // </pattern>

        Assert.Matches("^[02-9]{3}$", matching);
        Assert.Equal("314", model.Generate("three one four").Text);
    }

    [Fact]
    public async Task Streaming()
    {
        using var model = SeqModel.Open(Digits);
        var output = new StringWriter();

        // <stream>
        await foreach (GenerationPiece piece in model.GenerateStream("one two five", cancellationToken: Cancellation))
        {
            output.Write(piece.Text);                // as soon as it is certain; piece.Tokens are its token ids
            if (piece.Result is { } generation)      // the last piece
            {
                output.Write($" ({generation.Best.FinishReason})");
            }
        }
        // </stream>

        Assert.Equal("125 (EndToken)", output.ToString());
    }

    [Fact]
    public async Task Serving()
    {
        using var model = SeqModel.Open(Digits);

        // <async>
        Generation generation = await model.GenerateAsync("one two five", cancellationToken: Cancellation);
        IReadOnlyList<Generation> batch = await model.GenerateBatchAsync(["one two five", "three one four"], cancellationToken: Cancellation);
        TargetScore score = await model.ScoreAsync("one two five", "125", cancellationToken: Cancellation);
        // </async>

        Assert.Equal(["125", "125", "314"], [generation.Text, .. batch.Select(result => result.Text)]);
        Assert.Equal(generation.Best.LogProbability, score.LogProbability, 1e-5);
    }

    [Fact]
    public void Scoring()
    {
        using var model = SeqModel.Open(Digits);
        using var languageModel = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(), seed: 30));
        var file = Path.Combine(Directory.CreateTempSubdirectory("seq-test-").FullName, "text");
        File.WriteAllText(file, "t2 t3 t4");

        // <score>
        TargetScore score = model.Score("one two five", "125");                       // score.LogProbability, .TokenLogProbabilities, .Perplexity
        IReadOnlyList<TargetScore> scores = model.ScoreBatch([("one", "1"), ("one", "7")]);

        double perplexity = languageModel.ScoreFile(file).Perplexity;                 // any size: read in pieces, the state carried from one to the next
        double bits = languageModel.ScoreText("t2 t3 t4").BitsPerToken;               // and .BitsPerCharacter, which compares vocabularies
        string continuation = languageModel.Generate("t2 t3").Text;                   // a language model continues its prompt
        // </score>

        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        Assert.True(scores[0].LogProbability > scores[1].LogProbability);
        Assert.InRange(score.Perplexity, 1, 2);
        Assert.Equal(perplexity, Math.Pow(2, bits), 1e-9);
        Assert.NotNull(continuation);
    }

    [Fact]
    public void Labelling()
    {
        var layers = new RecurrentLayers { Cell = CellKind.Gru, Hidden = 8 };
        using var classifier = SeqModel.Open(bundles.Export(
            new ClassifierDescription { Vocabulary = 5, Embedding = 4, Layers = layers, Classes = 3 }, seed: 31));
        using var tagger = SeqModel.Open(bundles.Export(new TaggerDescription { Vocabulary = 5, Embedding = 4, Layers = layers, Tags = 3 }, seed: 32));

        // <label>
        Classification classification = classifier.Classify("s1 s2 s3");
        (string label, double probability) = (classification.Label, classification.Best.Probability);
        IEnumerable<LabelProbability> likely = classification.AtLeast(0.2);

        Tagging tagging = tagger.Tag("s1 s2 s3");
        string shown = string.Join(' ', tagging.Tokens.Select(token => $"{token.Token}/{token.Tag}"));
        IReadOnlyList<Tagging> many = tagger.TagBatch(["s1", "s2 s3 s4"], new LabelOptions { MaxBatchSize = 256 });
        // </label>

        Assert.Equal(label, likely.First().Label);
        Assert.InRange(probability, 1 / 3.0, 1);
        Assert.StartsWith("s1/t", shown, StringComparison.Ordinal);
        Assert.Equal(2, many.Count);
    }

    [Fact]
    public void Composing()
    {
        using var model = SeqModel.Open(bundles.Attention);
        using var other = SeqModel.Open(bundles.Of(Bundles.Describe(CellKind.Gru)));
        using var languageModel = SeqModel.Open(bundles.Export(Bundles.DescribeLanguageModel(), seed: 33));

        // <compose>
        var together = new ModelComposition
        {
            Ensemble = [other],                       // averaged with the model, in probability or log space
            Average = EnsembleAverage.LogProbability,
            LanguageModel = languageModel,            // added by shallow fusion
            LanguageModelWeight = 0.2f,
        };
        string text = model.Generate("s1 s2 s3", new() { Composition = together }).Text;
        TargetScore score = model.ScoreBatch([("s1 s2 s3", text)], new() { Composition = together })[0];
        // </compose>

        Assert.True(double.IsFinite(score.LogProbability));
    }

    [Fact]
    public async Task Registering()
    {
        var services = new ServiceCollection();
        var path = Digits;

        // <services>
        services.AddSeqModel("digits", options =>
        {
            options.BundlePath = path;
            options.Model = new() { Provider = ProviderPolicy.PreferCuda(), MaxConcurrentCalls = Environment.ProcessorCount };
        });
        services.AddHealthChecks().Add(SeqModelHealthCheck.For("digits", tags: ["ready"]));
        services.AddSingleton<DigitWriter>();
        // </services>

        services.AddLogging();
        await using var provider = services.BuildServiceProvider();
        Assert.Equal("125", await provider.GetRequiredService<DigitWriter>().WriteAsync("one two five"));
        var health = await provider.GetRequiredService<Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckService>().CheckHealthAsync();
        Assert.True(health.Entries.ContainsKey("digits"));
    }

    [Fact]
    public async Task Registering_with_a_configuration()
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Models:Digits:BundlePath", Digits)]).Build();

        // <configuration>
        services.AddSeqModel("digits", configuration.GetSection("Models:Digits"));
        // </configuration>

        await using var provider = services.BuildServiceProvider();
        Assert.Equal("125", provider.GetRequiredService<SeqModelHost>().Use(model => model.Generate("one two five").Text));
    }

    // <inject>
    public sealed class DigitWriter([FromKeyedServices("digits")] SeqModelHost host)
    {
        public Task<string> WriteAsync(string words) => host.UseAsync(async model => (await model.GenerateAsync(words)).Text);
    }
    // </inject>

    [Fact]
    public async Task Swapping()
    {
        var (path, newPath) = (Digits, bundles.CopyOf(Digits));
        var output = new StringWriter();

        // <swap>
        await using var host = SeqModelHost.Open(new() { BundlePath = path, WarmUpSteps = 8 });
        using (SeqModelLease lease = host.Lend())                    // keeps this model until it is disposed
        {
            string text = lease.Model.Generate("one two five").Text;
        }

        Generation generation = await host.UseAsync(model => model.GenerateAsync("one two five"));
        await foreach (GenerationPiece piece in host.GenerateStream("one two five"))
        {
            output.Write(piece.Text);                                // from one model, whatever is swapped meanwhile
        }

        ModelSwap swap = await host.SwapAsync(newPath, Cancellation); // opened and warmed; calls that come get the new model
        await swap.Drained;                                          // the last call on the old one has ended: its folder may go
        // </swap>

        Assert.Equal(newPath, host.Current.BundlePath);
        Assert.Equal(("125", "125"), (generation.Text, output.ToString()));
    }

    [Fact]
    public void Choosing_a_provider()
    {
        var path = Digits;

        // <provider>
        ProviderPolicy[] policies =
        [
            ProviderPolicy.Cpu,
            ProviderPolicy.PreferCuda(deviceId: 0, memoryLimit: 2L << 30),   // else the CPU: logged and reported
            ProviderPolicy.Prefer("CoreML", new Dictionary<string, string> { ["MLComputeUnits"] = "ALL" }),
        ];
        foreach (ProviderPolicy policy in policies)
        {
            using var model = SeqModel.Open(path, new() { Provider = policy });
            Console.WriteLine(model.ProviderUsed);                           // "CPU", "CUDA device 0", or "CPU (CUDA was preferred: …)"
        }
        // </provider>

        Assert.Equal(3, policies.Length);
    }

    [Fact]
    public void Saving_a_session()
    {
        using var model = SeqModel.Open(Digits);

        // <session>
        using SeqSession session = model.BeginSession("three one four one five");
        session.Next();
        session.Next();
        byte[] saved = session.Save();                               // the state of its rows: a few kilobytes, and 24 bytes a token

        using SeqSession restored = model.RestoreSession(saved);     // in another process, too
        using SeqSession fork = restored.Fork();
        string text = restored.Finish().Text;
        string other = fork.Next(token: model.TargetVocabulary.Encode("9")[0]) ? fork.Finish().Text : "";
        // </session>

        var output = new StringWriter();

        // <pieces>
        using SeqSession chat = model.BeginSession("three one four one five", new() { StopTexts = ["15"] });
        bool goesOn;
        do
        {
            goesOn = chat.Next();
            foreach (GenerationPiece piece in chat.TakePieces())
            {
                output.Write(piece.Text);                            // as soon as it is certain
            }
        }
        while (goesOn);

        FinishReason why = chat.Finish().Best.FinishReason;          // Stopped
        // </pieces>

        Assert.Equal(("314", FinishReason.Stopped), (output.ToString(), why));
        Assert.Equal(model.Generate("three one four one five").Text, text);
        Assert.StartsWith("319", other, StringComparison.Ordinal);
    }
}
