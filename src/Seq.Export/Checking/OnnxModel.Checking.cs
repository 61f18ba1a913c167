using Seq.Model;

namespace Seq.Export;

/// <content>The check of a model.</content>
public sealed partial class OnnxModel
{
    /// <summary>
    /// Finds what is wrong with the model, without native code: values used before they are made or made twice, operators that the opset lacks, inputs, outputs and
    /// attributes that an operator does not have, types and shapes that contradict each other as far as they can be inferred, constants of the wrong size.
    /// </summary>
    /// <remarks>
    /// Knows the operators that <see cref="GraphBuilder"/> has, from opset 13 on; others are passed over. Files beside the model are not looked at: that does
    /// <see cref="OnnxFileCheck"/>, which also bounds what a hostile file may do.
    /// </remarks>
    /// <returns>The problems, in the order of the file; none for a sound model.</returns>
    public IReadOnlyList<OnnxProblem> Check() => OnnxChecker.Check(Proto);
}
