using Seq.Model;
using Seq.Runtime;

// A call at work keeps a thread of the pool; as many again are there at once for everything else.
ThreadPool.SetMinThreads(2 * Environment.ProcessorCount, Environment.ProcessorCount);

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSeqModel("digits", options =>
{
    options.BundlePath = "models/digits";
    options.Model = new() { MaxConcurrentCalls = Environment.ProcessorCount };
});
builder.Services.AddHealthChecks().Add(SeqModelHealthCheck.For("digits", tags: ["ready"]));
var app = builder.Build();
app.MapHealthChecks("/ready");

// What the model cannot read is a fault of the request.
var models = app.MapGroup("").AddEndpointFilter(async (context, next) =>
{
    try
    {
        return await next(context);
    }
    catch (Exception exception) when (exception is InvalidInputException or VocabularyException)
    {
        return Results.Problem(exception.Message, statusCode: StatusCodes.Status400BadRequest);
    }
});
models.MapGet("/digits", async (string text, [FromKeyedServices("digits")] SeqModelHost digits, CancellationToken stop) =>
    (await digits.UseAsync(model => model.GenerateAsync(text, cancellationToken: stop))).Text);
models.MapGet("/digits/stream", (string text, [FromKeyedServices("digits")] SeqModelHost digits, CancellationToken stop) =>
    TypedResults.ServerSentEvents(digits.GenerateStream(text, cancellationToken: stop).Select(piece => piece.Text)));
app.Run();
