using static Seq.Export.Tests.GraphEvaluation;

namespace Seq.Export.Tests;

public class LoopTests
{
    [Theory]
    [InlineData(10, 4, 8)] // 0 doubled is 0, so: 1 2 4 8, and 8 is not below 8.
    [InlineData(2, 2, 2)]
    [InlineData(0, 0, 0)]
    public void A_loop_stops_at_its_condition_or_after_its_trips(long trips, int iterations, long last)
    {
        var (final, collected) = Run(trips);

        Assert.Equal(Enumerable.Range(0, iterations).Select(i => 1L << i), collected.Longs);
        Assert.Equal(iterations == 0 ? 1 : 2 * last, final.Longs[0]);
    }

    [Fact]
    public void A_loop_collects_one_entry_per_iteration() => Assert.Equal([4], Run(10).Collected.Shape);

    [Fact]
    public void A_value_may_pass_through_a_loop_unchanged_or_come_from_outside()
    {
        var results = EvaluateAll(g =>
        {
            var outside = g.Floats([5f], 1);
            var loop = g.Loop("loop", g.Constant(3L), [("x", g.Counting(2))], (body, carried) => new(body.Constant(true), [carried[0]], [outside]));
            return [loop.Carried[0], loop.Collected[0]];
        });

        Assert.Equal([0, 1], results[0].Floats);
        Assert.Equal([5, 5, 5], results[1].Floats);
    }

    [Fact]
    public void Weights_used_inside_a_loop_belong_to_the_graph_around_it()
    {
        var g = new GraphBuilder("outer");
        g.Loop("loop", g.Constant(1L), [("x", g.Counting(2))], (body, carried) =>
            new(body.Constant(true), [body.Add(carried[0], body.Weight(Initializer.Of("weight", [1f, 2f], 2)))], []));

        Assert.Contains("weight", g.Initializers.Select(data => data.Name));
    }

    [Fact]
    public void No_name_occurs_twice_in_nested_graphs()
    {
        var g = new GraphBuilder("outer");
        Value Twice(GraphBuilder graph, Value x) => graph.Add(graph.Add(x, graph.Constant(1f)), graph.Constant(1f));
        LoopIteration Body(GraphBuilder body, IReadOnlyList<Value> carried) => new(body.Constant(true), [Twice(body, carried[0])], []);
        var first = g.Loop("loop", g.Constant(1L), [("x", Twice(g, g.Counting(2)))], Body);
        g.Output("y", g.Loop("loop", g.Constant(1L), [("x", first.Carried[0])], Body).Carried[0], [2]);

        var graph = g.ToProto();
        var bodies = graph.Node.SelectMany(node => node.Attribute).Where(attribute => attribute.G is not null).Select(attribute => attribute.G).ToList();
        var names = bodies.Prepend(graph).SelectMany(part => part.Input.Select(value => value.Name)
            .Concat(part.Initializer.Select(data => data.Name)).Concat(part.Node.SelectMany(node => node.Output))).ToList();
        Assert.Equal(2, bodies.Count);
        Assert.Equal(names.Distinct(), names);
    }

    private static (Tensor Final, Tensor Collected) Run(long trips)
    {
        var results = EvaluateAll(g =>
        {
            var loop = g.Loop("loop", g.Constant(trips), [("x", g.Constant(1L))], (body, carried) =>
                new(body.Less(carried[0], body.Constant(8L)), [body.Mul(carried[0], body.Constant(2L))], [carried[0]]));
            return [loop.Carried[0], loop.Collected[0]];
        });
        return (results[0], results[1]);
    }
}
