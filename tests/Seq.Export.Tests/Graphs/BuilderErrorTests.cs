namespace Seq.Export.Tests;

/// <summary>A graph that breaks a rule is refused while it is built, by a message that names the node and both sides of the conflict.</summary>
public class BuilderErrorTests
{
    private readonly GraphBuilder _g = new("test");
    private readonly Value _matrix;
    private readonly Value _ids;
    private readonly Value _truth;

    public BuilderErrorTests()
    {
        _matrix = _g.Input("matrix", ElementType.Float32, ["batch", 3]);
        _ids = _g.Input("ids", ElementType.Int64, ["batch"]);
        _truth = _g.Input("truth", ElementType.Bool, ["batch"]);
    }

    [Fact]
    public void The_message_names_the_node_with_its_scopes_and_both_shapes()
    {
        using var decoder = _g.Scope("decoder");
        using var attention = _g.Scope("attention");

        var exception = Assert.Throws<GraphBuildException>(() => _g.MatMul(_matrix, _g.Weight(Initializer.Of("w", [1f, 2f, 3f, 4f], 4, 1))));

        Assert.Equal("decoder/attention/MatMul: 'matrix' [batch, 3] has 3 columns, but 'w' [4, 1] has 4 rows.", exception.Message);
    }

    [Fact]
    public void Element_types_that_differ_are_refused() => Fails(() => _g.Add(_matrix, _ids), "'matrix' is Float32, but 'ids' is Int64");

    [Fact]
    public void A_type_without_a_kernel_in_ONNX_Runtime_is_refused() => Fails(() => _g.Where(_truth, _truth, _truth), "'truth' is Bool; Where takes");

    [Fact]
    public void Arithmetic_of_truth_values_is_refused() => Fails(() => _g.Add(_truth, _truth), "'truth' is Bool; Add takes");

    [Fact]
    public void Dimensions_of_different_names_do_not_broadcast() =>
        Fails(() => _g.Add(_matrix, _g.Input("other", ElementType.Float32, ["time", 3])), "[batch, 3] and [time, 3] cannot be broadcast");

    [Fact]
    public void A_value_of_another_graph_is_refused()
    {
        var other = new GraphBuilder("other").Input("x", ElementType.Float32, [1]);
        Fails(() => _g.Tanh(other), "'x' belongs to another graph");
    }

    [Fact]
    public void A_value_of_a_loop_body_is_refused_outside()
    {
        Value? inner = null;
        _g.Loop("loop", _g.Constant(1L), [("x", _matrix)], (body, carried) =>
        {
            inner = body.Tanh(carried[0]);
            return new(body.Constant(true), [inner], []);
        });
        Fails(() => _g.Tanh(inner!), "belongs to another graph");
    }

    [Fact]
    public void A_name_taken_is_refused() => Fails(() => _g.Input("ids", ElementType.Int64, []), "ids: the name is taken");

    [Fact]
    public void An_output_declared_with_another_shape_is_refused() =>
        Fails(() => _g.Output("y", _g.Tanh(_matrix), ["batch", 4]), "declared as [batch, 4]", "[batch, 3]");

    [Fact]
    public void An_axis_that_does_not_exist_is_refused() => Fails(() => _g.Softmax(_matrix, axis: 2), "axis 2 does not exist in 2 dimensions");

    [Fact]
    public void A_squeezed_axis_must_have_size_1() => Fails(() => _g.Squeeze(_matrix, axis: 1), "has size 3, not 1");

    [Fact]
    public void A_transposition_must_name_every_axis_once() => Fails(() => _g.Transpose(_matrix, 0, 0), "(0, 0) is not an order of the 2 axes");

    [Fact]
    public void Parts_of_a_split_must_add_up() => Fails(() => _g.Split(_matrix, axis: 1, 1, 1), "the parts (1, 1) do not add up to axis 1");

    [Fact]
    public void Joined_values_may_differ_along_the_axis_only() => Fails(() => _g.Concat(0, _matrix, _g.Unsqueeze(_g.Cast(_ids, ElementType.Float32), 1)), "differ elsewhere than along axis 0");

    [Fact]
    public void Two_sizes_cannot_be_found_out_by_one_reshape() => Fails(() => _g.Reshape(_matrix, ["time", "rows", 3]), "more than one dimension would have to be found out");

    [Fact]
    public void A_reshape_keeps_the_number_of_elements() => Fails(() => _g.Reshape(_g.Vector(1, 2, 3), [2, 2]), "[3] and [2, 2] differ in their number of elements");

    [Fact]
    public void Indices_are_integers() => Fails(() => _g.Gather(_matrix, _matrix), "'matrix' is Float32; Gather takes Int32, Int64");

    [Fact]
    public void The_bias_of_a_product_must_fit_it() => Fails(() => _g.Gemm(_matrix, Weight("w", 3, 2), Weight("b", 3)), "'b' [3]", "[batch, 2]");

    [Fact]
    public void Lengths_of_a_recurrent_operator_are_int32()
    {
        var x = _g.Input("x", ElementType.Float32, ["time", "batch", 2]);
        var weights = new RecurrentValues(Weight("W", 1, 9, 2), Weight("R", 1, 9, 3), Weight("B", 1, 18), Directions: 1, Hidden: 3);
        Fails(() => _g.Gru(x, weights, _ids, initial: null), "'ids' is Int64; GRU takes Int32");
    }

    [Fact]
    public void Recurrent_weights_must_fit_the_cell()
    {
        var x = _g.Input("x", ElementType.Float32, ["time", "batch", 2]);
        var weights = new RecurrentValues(Weight("W", 1, 9, 2), Weight("R", 1, 9, 3), Weight("B", 1, 18), Directions: 1, Hidden: 3);
        Fails(() => _g.Lstm(x, weights, lengths: null, initial: null), "'W' is [1, 9, 2]; [1, 12, 2] is needed");
    }

    [Fact]
    public void A_loop_may_not_change_the_type_of_what_it_carries() => Fails(
        () => Loop((body, x) => [body.Cast(x, ElementType.Int64)]), "'x' goes in as Float32 [batch, 3], but comes out of the body as Int64 [batch, 3]");

    [Fact]
    public void A_loop_may_not_change_the_shape_of_what_it_carries() => Fails(() => Loop((body, x) => [body.Concat(1, x, x)]), "comes out of the body as Float32 [batch, 6]");

    [Fact]
    public void A_loop_returns_as_many_values_as_it_takes() => Fails(() => Loop((_, x) => [x, x]), "carries 1 values, but its body returns 2");

    [Fact]
    public void The_trips_of_a_loop_are_a_scalar() => Fails(
        () => _g.Loop("loop", _g.Vector(1), [], (body, _) => new(body.Constant(true), [], [])), "is [1]; Loop takes 0 dimensions");

    private void Loop(Func<GraphBuilder, Value, IReadOnlyList<Value>> next) =>
        _g.Loop("loop", _g.Constant(1L), [("x", _matrix)], (body, carried) => new(body.Constant(true), next(body, carried[0]), []));

    private Value Weight(string name, params long[] shape) => _g.Weight(Initializer.Of(name, new float[shape.Aggregate(1L, (product, size) => product * size)], shape));

    private static void Fails(Action build, params string[] parts)
    {
        var exception = Assert.Throws<GraphBuildException>(build);
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }
}
