using Seq.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Seq.Train;

/// <summary>A model in TorchSharp as its description says.</summary>
internal abstract class SequenceModule : nn.Module
{
    private protected SequenceModule(string name, ModelDescription description)
        : base(name)
    {
        description.Validate();
        Description = description;
    }

    /// <summary>What the model is.</summary>
    internal ModelDescription Description { get; }

    /// <summary>The layer that makes logits.</summary>
    internal abstract OutputLayer Output { get; }

    /// <summary>Creates a model with PyTorch's initial weights, drawn from libtorch's generator.</summary>
    /// <exception cref="DescriptionException">The description's parts do not fit each other.</exception>
    /// <exception cref="SeqException">No module is made of descriptions of that kind.</exception>
    internal static SequenceModule Create(ModelDescription description) => description switch
    {
        EncoderDecoderDescription model => new EncoderDecoder(model),
        LanguageModelDescription model => new LanguageModel(model),
        ClassifierDescription model => new Classifier(model),
        TaggerDescription model => new Tagger(model),
        _ => throw new SeqException($"A model of kind {description.Kind} cannot be trained; use an encoder-decoder, a language model, a classifier or a tagger."),
    };

    /// <summary>Each trained tensor with the name it has in a checkpoint; names and shapes are those of the description.</summary>
    internal abstract IEnumerable<(string Name, Parameter Value)> Named();
}
