using static TorchSharp.torch;

namespace TorchSharp.Modules;

#nullable disable
/// <summary>What an optimizer remembers about one parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void LoadStateDict(OptimizerState source);

    public abstract void Initialize(OptimizerOptions options);

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    public virtual void to(Device device)
    {
    }

    protected static void LoadConditionalStateTensor(BinaryReader reader, ref Tensor result, Device device)
    {
        var stored = reader.ReadBoolean() ? Tensor.Load(reader).to(device, disposeAfter: true).DetachFromDisposeScope() : null;
        result?.Dispose();
        result = stored;
    }

    protected static void SaveConditionalStateTensor(BinaryWriter writer, Tensor tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    /// <summary>Zeros like the parameter, which outlive the scope they are made in.</summary>
    private protected static Tensor Fresh(Tensor old, Tensor made)
    {
        old?.Dispose();
        return made.DetachFromDisposeScope();
    }

    private protected static Tensor Copy(Tensor old, Tensor source, Device device)
    {
        var copy = source?.to(device, copy: true).DetachFromDisposeScope();
        old?.Dispose();
        return copy;
    }

    private protected static bool Close(Tensor left, Tensor right) =>
        left is null ? right is null : right is not null && left.allclose(right);
}
#nullable restore
