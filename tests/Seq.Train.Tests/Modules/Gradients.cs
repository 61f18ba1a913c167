using static TorchSharp.torch;

namespace Seq.Train.Tests;

/// <summary>Losses and gradients of a module in double precision.</summary>
internal static class Gradients
{
    /// <summary>The gradient of the loss by each tensor's checkpoint name.</summary>
    internal static Dictionary<string, double[]> Of(EncoderDecoder module, SequenceBatch batch)
    {
        using var scope = NewDisposeScope();
        module.zero_grad();
        Loss(module, batch).backward();
        return module.Named().ToDictionary(pair => pair.Name, pair => pair.Value.grad?.data<double>().ToArray() ?? new double[pair.Value.numel()]);
    }

    /// <summary>The loss when one number of a tensor is shifted.</summary>
    internal static double LossWith(EncoderDecoder module, SequenceBatch batch, string tensor, int element, double shift)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var value = module.Named().Single(pair => pair.Name == tensor).Value;
        var before = value.clone();
        var flat = value.clone().view(-1);
        flat.narrow(0, element, 1).add_(shift);
        value.copy_(flat.view(value.shape));
        var loss = Loss(module, batch).item<double>();
        value.copy_(before);
        return loss;
    }

    private static Tensor Loss(EncoderDecoder module, SequenceBatch batch)
    {
        var rows = new RowLengths(batch.SourceLengths, batch.SourceTime);
        var logits = module.Logits(tensor(batch.Source, [batch.Rows, batch.SourceTime]), rows, tensor(batch.TargetInput, [batch.Rows, batch.TargetTime]));
        return TeacherForcedLoss.Of(logits, batch);
    }
}
