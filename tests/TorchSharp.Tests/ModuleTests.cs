using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class ModuleTests
{
    private static readonly string[] Names =
    [
        "gain", "embedding.weight", "encoder.weight_ih_l0", "encoder.weight_hh_l0", "encoder.bias_ih_l0", "encoder.bias_hh_l0",
        "layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias", "head.first.weight", "head.first.bias", "head.2.weight",
        "head.2.bias", "renamed.weight", "renamed.bias",
    ];

    [Fact]
    public void Parameters_are_named_after_fields_as_in_PyTorch()
    {
        using var model = new Model();

        Assert.Equal(Names, model.named_parameters().Select(item => item.name));
        Assert.Equal(Names.Append("counter").Order(), model.state_dict().Keys.Order());
        Assert.Equal(["counter"], model.named_buffers().Select(item => item.name));
        Assert.Equal(["embedding", "encoder", "layers", "head", "renamed"], model.named_children().Select(item => item.name));
        Assert.Contains("head.first", model.named_modules().Select(item => item.name));
    }

    [Fact]
    public void Members_are_found_by_their_dotted_name()
    {
        using var model = new Model();

        Assert.True(model.has_parameter("layers.1.bias"));
        Assert.False(model.has_parameter("layers.2.bias"));
        Assert.Equal([3, 4], model.get_parameter("head.2.weight")!.shape);
        Assert.Equal(0, model.get_buffer("counter")!.ToInt64());
        Assert.Null(model.get_buffer("nothing"));
    }

    [Fact]
    public void Names_are_checked_when_they_are_registered()
    {
        using var model = new Model();
        using var layer = nn.Linear(1, 1);

        Assert.Throws<InvalidOperationException>(() => model.register_module("head", layer));
        Assert.Throws<ArgumentException>(() => model.register_module("a.b", layer));
        Assert.Throws<ArgumentException>(() => model.register_module("", layer));
        Assert.Throws<InvalidOperationException>(() => nn.Dropout().register_module("x", layer));
    }

    [Fact]
    public void A_state_dictionary_carries_a_model_to_another()
    {
        using var scope = NewDisposeScope();
        using var source = new Model();
        using var target = new Model();
        var tokens = torch.tensor(new[,] { { 1L, 2L, 0L } });
        Assert.False(source.call(tokens).Equals(target.call(tokens)));

        var (missing, unexpected) = target.load_state_dict(source.state_dict());

        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.True(source.call(tokens).Equals(target.call(tokens)));
    }

    [Fact]
    public void A_state_dictionary_with_other_names_is_refused_unless_it_may_differ()
    {
        using var scope = NewDisposeScope();
        using var model = new Model();
        var state = new Dictionary<string, Tensor> { ["gain"] = torch.tensor(5f), ["more"] = torch.ones(1) };

        Assert.Throws<InvalidOperationException>(() => model.load_state_dict(state));
        var (missing, unexpected) = model.load_state_dict(state, strict: false);

        Assert.Equal(["more"], unexpected);
        Assert.Equal(Names.Length, missing.Count);
        Assert.Equal(5, model.get_parameter("gain")!.ToSingle());
    }

    [Fact]
    public void A_saved_module_loads_as_it_was()
    {
        using var scope = NewDisposeScope();
        using var source = new Model();
        using var target = new Model();
        using var stream = new MemoryStream();
        source.save(stream);

        target.load(new MemoryStream(stream.ToArray()));

        foreach (var (name, tensor) in source.state_dict())
        {
            Assert.True(tensor.Equals(target.state_dict()[name]), name);
        }

        Assert.Throws<ArgumentException>(() => nn.Linear(1, 1).load(new MemoryStream(stream.ToArray())));
    }

    [Fact]
    public void Train_and_eval_reach_every_module()
    {
        using var model = new Model();
        Assert.All(model.modules(), module => Assert.True(module.training));

        model.eval();

        Assert.All(model.modules(), module => Assert.False(module.training));
        model.train();
        Assert.True(model.training);
    }

    [Fact]
    public void Zero_grad_clears_or_zeroes()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(2, 1);
        layer.call(torch.ones(1, 2)).sum().backward();
        Assert.Equal([1f, 1f], layer.weight.grad!.data<float>().ToArray());

        layer.zero_grad(set_to_none: false);
        Assert.Equal([0f, 0f], layer.weight.grad!.data<float>().ToArray());
        layer.zero_grad();
        Assert.Null(layer.weight.grad);
    }

    [Fact]
    public void A_module_moves_to_another_type_with_all_it_holds()
    {
        using var scope = NewDisposeScope();
        using var model = new Model();

        Assert.Same(model, model.to(ScalarType.Float64));

        Assert.All(model.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.Equal(ScalarType.Int64, model.get_buffer("counter")!.dtype);
        Assert.Equal(Names, model.named_parameters().Select(item => item.name));
        var output = model.call(torch.tensor(new[,] { { 1L, 2L } }));
        Assert.Equal(ScalarType.Float64, output.dtype);
        output.sum().backward();
        Assert.All(model.parameters(), parameter => Assert.NotNull(parameter.grad));
        Assert.Throws<ArgumentException>(() => model.to(ScalarType.Int64));
        Assert.Equal(ScalarType.Float32, model.@float().get_parameter("gain")!.dtype);
        Assert.Equal(ScalarType.Float32, model.cpu().embedding.weight!.dtype);
    }

    [Fact]
    public void Disposing_a_module_disposes_its_parameters()
    {
        var model = new Model();
        var parameters = model.parameters().ToList();

        model.Dispose();

        Assert.All(parameters, parameter => Assert.True(parameter.IsInvalid));
    }

    [Fact]
    public void Parameters_do_not_belong_to_the_scope_they_were_made_in()
    {
        Linear layer;
        Embedding table;
        using (NewDisposeScope())
        {
            layer = nn.Linear(2, 2);
            table = nn.Embedding(2, 2);
        }

        Assert.Equal([2, 2], layer.weight.shape);
        Assert.Equal([2, 2], table.get_parameter("weight")!.shape);
        layer.Dispose();
        table.Dispose();
    }

    [Fact]
    public void Hooks_see_and_change_a_call()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.ReLU();
        var before = layer.register_forward_pre_hook((_, input) => input + 1);
        var after = layer.register_forward_hook((_, _, output) => output * 10);

        Assert.Equal(20, layer.call(torch.tensor(1f)).ToSingle());
        before.remove();
        after.remove();
        Assert.Equal(1, layer.call(torch.tensor(1f)).ToSingle());
    }

    [Fact]
    public void An_embedding_leaves_its_padding_row_alone()
    {
        using var scope = NewDisposeScope();
        using var table = nn.Embedding(4, 3, padding_idx: 2);
        Assert.Equal(0, table.weight![2].abs().sum().ToSingle());

        table.call(torch.tensor(new[] { 1L, 2L, 1L })).sum().backward();

        OperatorCase.Near([0, 0, 0, 2, 2, 2, 0, 0, 0, 0, 0, 0], table.get_parameter("weight")!.grad!);
    }

    [Fact]
    public void An_embedding_can_start_from_given_rows_and_be_frozen()
    {
        using var scope = NewDisposeScope();
        using var table = nn.Embedding_from_pretrained(torch.tensor(new[,] { { 1f, 2f }, { 3f, 4f } }));

        OperatorCase.Near([3, 4, 1, 2], table.call(torch.tensor(new[] { 1L, 0L })));
        Assert.False(table.get_parameter("weight")!.requires_grad);
    }

    [Fact]
    public void A_linear_layer_can_share_the_weight_of_an_embedding()
    {
        using var scope = NewDisposeScope();
        using var table = nn.Embedding(5, 3);
        using var layer = nn.Linear(3, 5, hasBias: false);

        layer.weight = table.weight!;
        (table.call(torch.tensor(new[] { 1L })).sum() + layer.call(torch.ones(1, 3)).sum()).backward();

        Assert.Null(layer.bias);
        OperatorCase.Near([1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1], table.get_parameter("weight")!.grad!);
    }

    [Fact]
    public void Dropout_scales_what_it_keeps_and_rests_in_evaluation()
    {
        using var scope = NewDisposeScope();
        using var dropout = nn.Dropout(0.25);
        var values = dropout.call(torch.ones(10_000)).data<float>().ToArray();

        Assert.All(values, value => Assert.True(value == 0 || Math.Abs(value - (4f / 3)) < 1e-6));
        Assert.InRange(values.Count(value => value == 0), 2280, 2720); // 2,500 ± 5 standard errors
        dropout.eval();
        Assert.Equal(10, dropout.call(torch.ones(10)).sum().ToSingle());
    }

    [Fact]
    public void A_convolution_follows_its_definition()
    {
        using var scope = NewDisposeScope();
        using var convolution = nn.Conv1d(1, 1, 2, padding: 1);
        nn.init.ones_(convolution.weight);
        nn.init.constant_(convolution.bias!, 0.5);

        OperatorCase.Near([1.5, 3.5, 5.5, 3.5], convolution.call(torch.tensor(new[] { 1f, 2f, 3f }, [1, 1, 3])));
        Assert.Equal([1, 4, 7], nn.Conv1d(2, 4, 3, Padding.Same).call(torch.ones(1, 2, 7)).shape);
        Assert.Equal([1, 4, 7], nn.Conv1d(2, 4, 3, padding: 1, padding_mode: PaddingModes.Circular).call(torch.ones(1, 2, 7)).shape);
        Assert.Throws<ArgumentException>(() => convolution.call(torch.ones(1, 2, 3)));
    }

    [Fact]
    public void A_dictionary_of_modules_names_them_by_key()
    {
        using var parts = nn.ModuleDict(("up", nn.Linear(1, 2)), ("down", nn.Linear(2, 1)));
        using var owner = new Owner(parts);

        Assert.Equal(2, parts["up"].out_features);
        Assert.True(parts.TryGetValue("down", out var down) && ReferenceEquals(down, parts[1].Item2));
        Assert.Equal(["parts.up.weight", "parts.up.bias", "parts.down.weight", "parts.down.bias"], owner.state_dict().Keys);
    }

    [Fact]
    public void A_list_of_modules_is_indexed_by_place()
    {
        using var list = nn.ModuleList(nn.Linear(1, 2), nn.Linear(2, 3));

        Assert.Equal(2, list.Count);
        Assert.Equal(3, list[1].out_features);
        Assert.Equal([1L, 2L], list.Select(layer => layer.in_features));
    }

    [Fact]
    public void A_function_is_applied_to_children_first()
    {
        using var model = nn.Sequential(("a", nn.Linear(1, 1)), ("b", nn.Tanh()));
        var seen = new List<string>();

        model.apply(module => seen.Add(module.GetName()));

        Assert.Equal(["Linear", "Tanh", "Sequential"], seen);
        Assert.Equal(2, model.Count);
    }

    private sealed class Owner : nn.Module
    {
        private readonly ModuleDict<Linear> parts;

        public Owner(ModuleDict<Linear> parts)
            : base(nameof(Owner))
        {
            this.parts = parts;
            RegisterComponents();
        }
    }

    private sealed class Model : nn.Module<Tensor, Tensor>
    {
        public readonly Embedding embedding = nn.Embedding(4, 3);
        private readonly GRU encoder = nn.GRU(3, 4, batchFirst: true);
        private readonly ModuleList<Linear> layers = nn.ModuleList(nn.Linear(4, 4), nn.Linear(4, 4));
        private readonly Sequential head = nn.Sequential(("first", nn.Linear(4, 4)), ("1", nn.Tanh()), ("2", nn.Linear(4, 3)));
        private readonly Parameter gain = torch.ones(1).AsParameter();
        private readonly Tensor counter = torch.zeros(1, ScalarType.Int64);

        [ComponentName(Name = "renamed")]
        private readonly LayerNorm norm = nn.LayerNorm(4);

        public Model()
            : base(nameof(Model)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            var state = encoder.call(embedding.call(input)).Item1;
            foreach (var layer in layers)
            {
                state = layer.call(state);
            }

            return head.call(norm.call(state)) * gain;
        }
    }
}
