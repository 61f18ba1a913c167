using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class VersionTests
{
    [Fact]
    public void The_version_of_libtorch_is_a_version()
    {
        using var loads = ones(1);

        Assert.Matches(@"^\d+\.\d+", __version__);
    }
}
