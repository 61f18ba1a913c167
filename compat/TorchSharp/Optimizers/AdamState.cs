using static TorchSharp.torch;

namespace TorchSharp.Modules;

#nullable disable
/// <summary>What Adam and AdamW remember of a parameter: its steps, the means of its gradient and of the square.</summary>
public abstract class AdamState : OptimizerState, IDisposable
{
    public long step;
    public Tensor exp_avg;
    public Tensor exp_avg_sq;
    public Tensor max_exp_avg_sq;

    private protected AdamState(Parameter parameter)
        : base(parameter)
    {
    }

    public void Dispose()
    {
        exp_avg?.Dispose();
        exp_avg_sq?.Dispose();
        max_exp_avg_sq?.Dispose();
    }

    public override void Initialize(OptimizerOptions options)
    {
        step = 0;
        var chosen = (AdamOptions)options;
        exp_avg = Fresh(exp_avg, torch.zeros_like(_parameter));
        exp_avg_sq = Fresh(exp_avg_sq, torch.zeros_like(_parameter));
        max_exp_avg_sq = chosen.amsgrad.Value ? Fresh(max_exp_avg_sq, torch.zeros_like(_parameter)) : null;
    }

    public override void to(Device device)
    {
        exp_avg = Copy(exp_avg, exp_avg, device);
        exp_avg_sq = Copy(exp_avg_sq, exp_avg_sq, device);
        max_exp_avg_sq = Copy(max_exp_avg_sq, max_exp_avg_sq, device);
    }

    public override void LoadStateDict(OptimizerState source)
    {
        var other = (AdamState)source;
        step = other.step;
        exp_avg = Copy(exp_avg, other.exp_avg, _parameter.device);
        exp_avg_sq = Copy(exp_avg_sq, other.exp_avg_sq, _parameter.device);
        max_exp_avg_sq = Copy(max_exp_avg_sq, other.max_exp_avg_sq, _parameter.device);
    }

    public override void LoadStateDict(BinaryReader reader)
    {
        step = reader.ReadInt64();
        exp_avg.Load(reader);
        exp_avg_sq.Load(reader);
        LoadConditionalStateTensor(reader, ref max_exp_avg_sq, _parameter.device);
    }

    public override void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(step);
        exp_avg.Save(writer);
        exp_avg_sq.Save(writer);
        SaveConditionalStateTensor(writer, max_exp_avg_sq);
    }

    public override bool ApproximatelyEquals(OptimizerState other) =>
        other is AdamState right && step == right.step && Close(exp_avg, right.exp_avg)
        && Close(exp_avg_sq, right.exp_avg_sq) && Close(max_exp_avg_sq, right.max_exp_avg_sq);
}
#nullable restore
