using Seq.Decoding;
using Seq.Decoding.Composition;

namespace Seq.Runtime;

/// <summary>The step models of a call, begun with its inputs: that of the model, and those that decode together with it.</summary>
internal sealed class BegunModels : IDisposable
{
    private readonly List<StepModelPool.Loan> _loans = [];
    private readonly ModelUse _use;

    private BegunModels(IStepModel model, DecodingRequest request, ModelUse use) => (Model, Request, _use) = (model, request, use);

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
    /// <param name="use">What keeps the models.</param>
    internal static BegunModels Begin(
        SeqModel model, ModelComposition? composition, IGenerationInputs inputs, int[] part, int rowsPerInput, DecodingRequest request, CancellationToken cancellationToken,
        ModelUse use = ModelUse.Steps)
    {
        var begun = new BegunModels(null!, request, use);
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

    /// <summary>Takes models whose rows are saved ones, to be loaded.</summary>
    /// <param name="model">The model.</param>
    /// <param name="composition">Those that decode together with it; null for none.</param>
    /// <param name="use">What keeps the models.</param>
    internal static BegunModels ToRestore(SeqModel model, ModelComposition? composition, ModelUse use)
    {
        var taken = new BegunModels(null!, DecodingRequest.Default, use);
        try
        {
            taken.Model = taken.Lend(model);
            if (composition is not null)
            {
                taken.Compose(composition, taken.Lend, taken.Lend);
            }

            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>A model that has been lent and begun.</summary>
    internal static BegunModels Of(StepModelPool.Loan loan)
    {
        var begun = new BegunModels(loan.Model, DecodingRequest.Default, ModelUse.Steps);
        begun._loans.Add(loan);
        return begun;
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
        ModelComposition composition, IGenerationInputs inputs, int[] part, int rowsPerInput, DecodingRequest request, CancellationToken cancellationToken) => Compose(
        composition,
        other =>
        {
            var member = Lend(other);
            other.InputsOf(inputs.Sources).Begin(member, part, rowsPerInput, request, cancellationToken);
            return member;
        },
        language =>
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

            return member;
        });

    /// <summary>Puts the models together.</summary>
    /// <param name="composition">Which ones, and how.</param>
    /// <param name="take">Takes a model of the ensemble.</param>
    /// <param name="takeLanguage">Takes the language model.</param>
    private void Compose(ModelComposition composition, Func<SeqModel, IRowModel> take, Func<SeqModel, IRowModel> takeLanguage)
    {
        if (composition.Ensemble.Count > 0)
        {
            Model = new EnsembleModel([Model, .. composition.Ensemble.Select(take)], composition.Average, composition.Weights);
        }

        if (composition.LanguageModel is { } language)
        {
            Model = new ShallowFusionModel(Model, takeLanguage(language), composition.LanguageModelWeight);
        }
    }

    private IRowModel Lend(SeqModel model)
    {
        var loan = model.LendSteps(_use);
        _loans.Add(loan);
        return loan.Model;
    }
}
