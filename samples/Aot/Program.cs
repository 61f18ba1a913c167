using Seq.Runtime;

await using var model = SeqModel.Open(args.Length > 0 ? args[0] : "models/digits", new() { Provider = ProviderPolicy.PreferCuda() });
model.WarmUp();
await foreach (var piece in model.GenerateStream("one two five"))
{
    Console.Write(piece.Text);
}

Console.WriteLine();
var beam = new GenerateOptions { Search = model.DefaultSearch with { BeamSize = 4 } };
Console.WriteLine(model.Generate("three one four", beam).Text);
