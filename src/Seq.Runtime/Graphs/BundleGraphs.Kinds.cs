using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Seq.Decoding;
using Seq.Model;

namespace Seq.Runtime;

/// <content>The graphs of language models, classifiers and taggers.</content>
public sealed partial class BundleGraphs
{
    private StepGraphs Steps => _steps ?? throw new ModelKindException(
        _bundle.FolderPath, _bundle.Description.Kind, "The step graph", "an encoder-decoder or a language model", "Run the score graph.");

    /// <summary>Runs the score graph of a language model: whole sequences, teacher forced, from a state of zeros.</summary>
    /// <param name="targetInput">What the model is fed, [batch, target]; the start token first, padded with any valid id.</param>
    /// <param name="targetLengths">Real tokens per row, [batch].</param>
    /// <param name="cancellationToken">Ends the graph early.</param>
    /// <exception cref="InvalidInputException">The batch is empty, or lengths or ids do not fit.</exception>
    /// <exception cref="ModelFormatException">The bundle has no score graph, or it cannot be loaded.</exception>
    /// <exception cref="ModelKindException">The model is no language model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public SequenceScores ScoreText(long[,] targetInput, long[] targetLengths, CancellationToken cancellationToken = default)
    {
        using var call = _lifetime.Enter();
        RequireLanguageModel("ScoreText");
        ArgumentNullException.ThrowIfNull(targetInput);
        ArgumentNullException.ThrowIfNull(targetLengths);
        var inputs = SourceBatch.Of(targetInput, targetLengths, _targetVocabulary, GraphNames.TargetInput, GraphNames.TargetLengths).ToTensors();
        try
        {
            foreach (var state in Steps.Contract.States)
            {
                var shape = ZeroRows.Instance.ShapeOf(_bundle.FolderPath, state);
                inputs[state.Input] = OrtValue.CreateAllocatedTensorValue(
                    OrtAllocator.DefaultInstance, ElementType.Of(state.Value.Type), shape.With(targetLengths.Length));
                inputs[state.Input].GetTensorMutableRawData().Clear();
            }

            using var outputs = Run(GraphNames.Score, inputs, [GraphNames.Logits, GraphNames.LogProbabilities], cancellationToken);
            return new(ToCube(outputs[0], targetInput), ToCube(outputs[1], targetInput));
        }
        finally
        {
            SourceBatch.Release(inputs);
        }
    }

    /// <summary>Runs the step graph of a language model on each position in turn, from a state of zeros.</summary>
    /// <param name="targetInput">What the model is fed, [batch, target]; the start token first.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>Logits, [batch, target, vocabulary].</returns>
    /// <exception cref="InvalidInputException">The batch is empty, or ids do not fit.</exception>
    /// <exception cref="ModelKindException">The model is no language model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public float[,,] StepLogits(long[,] targetInput, CancellationToken cancellationToken = default)
    {
        using var call = _lifetime.Enter();
        RequireLanguageModel("StepLogits without sources");
        ArgumentNullException.ThrowIfNull(targetInput);
        var rows = targetInput.GetLength(0);
        CheckTarget(targetInput, Math.Max(1, rows));
        using var loan = Steps.Pool.Lend();
        loan.Model.BeginEmpty(rows, rows);
        var cube = StepThrough(loan.Model, targetInput, cancellationToken);
        loan.Sound();
        return cube;
    }

    /// <summary>Runs the score graph of a classifier or a tagger.</summary>
    /// <param name="source">Token ids, [batch, source], padded with any valid id.</param>
    /// <param name="sourceLengths">Real tokens per row, [batch].</param>
    /// <param name="cancellationToken">Ends the graph early.</param>
    /// <exception cref="InvalidInputException">The batch is empty, or lengths or ids do not fit.</exception>
    /// <exception cref="ModelFormatException">The bundle has no score graph, or it cannot be loaded.</exception>
    /// <exception cref="ModelKindException">The model is no classifier and no tagger.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public LabelScores ScoreLabels(long[,] source, long[] sourceLengths, CancellationToken cancellationToken = default)
    {
        using var call = _lifetime.Enter();
        if (_bundle.Description is not (ClassifierDescription or TaggerDescription))
        {
            throw new ModelKindException(_bundle.FolderPath, _bundle.Description.Kind, "ScoreLabels", "a classifier or a tagger", "Call Score or ScoreText.");
        }

        var inputs = Check(source, sourceLengths).ToTensors();
        try
        {
            using var outputs = Run(GraphNames.Score, inputs, [GraphNames.Logits, GraphNames.LogProbabilities], cancellationToken);
            return new(
                outputs[0].GetTensorTypeAndShape().Shape, outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[1].GetTensorDataAsSpan<float>().ToArray());
        }
        finally
        {
            SourceBatch.Release(inputs);
        }
    }

    private void RequireLanguageModel(string call)
    {
        if (_bundle.Description is not LanguageModelDescription)
        {
            throw new ModelKindException(_bundle.FolderPath, _bundle.Description.Kind, call, "a language model", "Give sources.");
        }
    }

    private float[,,] StepThrough(IStepModel model, long[,] targetInput, CancellationToken cancellationToken)
    {
        var (rows, steps, columns) = (targetInput.GetLength(0), targetInput.GetLength(1), _targetVocabulary);
        var cube = new float[rows, steps, columns];
        var all = MemoryMarshal.CreateSpan(ref cube[0, 0, 0], cube.Length);
        var tokens = new int[rows];
        for (var step = 0; step < steps; step++)
        {
            for (var row = 0; row < rows; row++)
            {
                tokens[row] = (int)targetInput[row, step];
            }

            var logits = model.Step(tokens, cancellationToken);
            for (var row = 0; row < rows; row++)
            {
                logits.Slice(row * columns, columns).CopyTo(all[(((row * steps) + step) * columns)..]);
            }
        }

        return cube;
    }
}
