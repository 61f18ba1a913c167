using Seq.Runtime;

using var model = SeqModel.Open("models/digits");
Console.WriteLine(model.Generate("one two five").Text);

var beam = new GenerateOptions { Search = model.DefaultSearch with { BeamSize = 4, HypothesisCount = 3 } };
foreach (var hypothesis in model.Generate("three one four", beam).Hypotheses)
{
    Console.WriteLine($"{hypothesis.Text}  {hypothesis.Score:F3}  {hypothesis.FinishReason}");
}
