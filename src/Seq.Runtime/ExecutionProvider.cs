namespace Seq.Runtime;

/// <summary>What runs the graphs; ONNX Runtime calls it an execution provider.</summary>
public enum ExecutionProvider
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda,

    /// <summary>Another one that ONNX Runtime knows by name, such as CoreML, DML or OpenVINO.</summary>
    Named,
}
