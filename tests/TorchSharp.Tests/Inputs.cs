using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Small tensors that the operator tests work on; every read makes a new one.</summary>
internal static class Inputs
{
    internal static Tensor x => torch.tensor(new[,] { { 0.5f, -1.25f, 2f }, { 1.5f, 0.25f, -0.75f } });

    internal static Tensor y => torch.tensor(new[,] { { 2f, 0.5f, -1f }, { 0.75f, -0.25f, 3f } });

    internal static Tensor p => torch.tensor(new[,] { { 0.5f, 1.25f, 2f }, { 1.5f, 0.25f, 0.75f } });

    internal static Tensor u => torch.tensor(new[,] { { 0.1f, 0.7f, 0.4f }, { 0.9f, 0.25f, 0.5f } });

    internal static Tensor w => torch.tensor(new[,] { { 1f, -2f }, { 0.5f, 3f }, { -1.5f, 0.25f } });

    internal static Tensor z => torch.tensor(
        new[, ,] { { { 1f, 2f }, { 3f, 4f }, { 5f, 6f } }, { { -1f, 0f }, { 2f, -3f }, { 0.5f, 1.5f } } });

    internal static Tensor v => torch.tensor(new[] { 3f, -1f, 2f });

    internal static Tensor d => torch.tensor(new[] { 1.5f, -2.5f, 4f, 0.5f, -1f });

    internal static Tensor n => torch.tensor(new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1f });

    internal static Tensor i => torch.tensor(new[,] { { 0L, 2L, 1L }, { 1L, 1L, 0L } });

    internal static Tensor r => torch.tensor(new[] { 1L, 0L });

    internal static Tensor k => torch.tensor(new[] { 4L, 1L, 3L });

    internal static Tensor b => torch.tensor(new[,] { { true, false, true }, { false, true, false } });

    internal static Tensor c => torch.tensor(new[,] { { true, true, false }, { false, true, true } });
}
