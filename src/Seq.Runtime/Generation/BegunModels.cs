using Seq.Decoding;
using Seq.Decoding.Composition;

namespace Seq.Runtime;

/// <summary>The step models of a call, begun with its inputs: that of the model, and those that decode together with it.</summary>
internal sealed class BegunModels : IDisposable
{
    private readonly List<StepModelPool.Loan> _loans = [];

    private BegunModels(IStepModel model, DecodingRequest request) => (Model, Request) = (model, request);

    /// <summary>What the search steps.</summary>
    internal IStepModel Model { get; private set; }

    /// <summary>The request to search with.</summary>
    internal DecodingRequest Request { get; private set; }

    /// <summary>Begins the models.</summary>
    /// <param name="model">The model.</param>
    /// <param name="composition">Those that decode together with it; null for none.</param>
    /// <param name="inputs">The inputs of the call.</param>
    /// <param name="part">Those of them that are decoded now.</param>
    /// <param name="rowsPerInput">The most rows per input.</param>
    /// <param name="request">The request of the part.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    internal static BegunModels Begin(
        SeqModel model, ModelComposition? composition, IGenerationInputs inputs, int[] part, int rowsPerInput, DecodingRequest request, CancellationToken cancellationToken)
    {
        var begun = new BegunModels(null!, request);
        try
        {
            var first = begun.Lend(model);
            begun.Request = inputs.Begin(first, part, rowsPerInput, request, cancellationToken);
            begun.Model = first;
            if (composition is not null)
            {
                begun.Compose(composition, inputs, part, rowsPerInput, request, cancellationToken);
            }

            return begun;
        }
        catch (OperationCanceledException)
        {
            begun.Sound();
            begun.Dispose();
            throw;
        }
        catch
        {
            begun.Dispose();
            throw;
        }
    }

    /// <summary>Says that nothing went wrong which could have left the models in disorder.</summary>
    internal void Sound()
    {
        foreach (var loan in _loans)
        {
            loan.Sound();
        }
    }

    public void Dispose()
    {
        foreach (var loan in _loans)
        {
            loan.Dispose();
        }

        _loans.Clear();
    }

    private void Compose(
        ModelComposition composition, IGenerationInputs inputs, int[] part, int rowsPerInput, DecodingRequest request, CancellationToken cancellationToken)
    {
        if (composition.Ensemble.Count > 0)
        {
            var members = new List<IStepModel> { Model };
            foreach (var other in composition.Ensemble)
            {
                var member = Lend(other);
                other.InputsOf(inputs.Sources).Begin(member, part, rowsPerInput, request, cancellationToken);
                members.Add(member);
            }

            Model = new EnsembleModel(members, composition.Average, composition.Weights);
        }

        if (composition.LanguageModel is { } language)
        {
            var member = Lend(language);
            if (inputs is PromptInputs)
            {
                language.InputsOf(inputs.Sources).Begin(member, part, rowsPerInput, request, cancellationToken); // It reads the prompts too.
            }
            else
            {
                member.BeginEmpty(part.Length, checked(part.Length * rowsPerInput));
            }

            Model = new ShallowFusionModel(Model, member, composition.LanguageModelWeight);
        }
    }

    private IRowModel Lend(SeqModel model)
    {
        var loan = model.LendSteps();
        _loans.Add(loan);
        return loan.Model;
    }
}
