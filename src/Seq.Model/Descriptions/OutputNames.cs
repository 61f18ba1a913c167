namespace Seq.Model;

/// <summary>Names of the tensors of an output layer, the same in every kind of model.</summary>
public static class OutputNames
{
    /// <summary>[tokens, input].</summary>
    public const string Weight = "output.weight";

    /// <summary>[tokens].</summary>
    public const string Bias = "output.bias";

    /// <summary>Adaptive softmax: [first cut-off + clusters, input]; the clusters' entries come after the tokens.</summary>
    public const string AdaptiveHead = "output.head.weight";

    /// <summary>Adaptive softmax: [cluster width, input].</summary>
    /// <param name="cluster">Cluster, from 0.</param>
    public static string AdaptiveProjection(int cluster) => $"output.tail.{cluster}.0.weight";

    /// <summary>Adaptive softmax: [tokens of the cluster, cluster width].</summary>
    /// <param name="cluster">Cluster, from 0.</param>
    public static string AdaptiveCluster(int cluster) => $"output.tail.{cluster}.1.weight";
}
