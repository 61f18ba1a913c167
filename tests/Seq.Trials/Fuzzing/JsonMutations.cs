using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seq.Trials.Fuzzing;

/// <summary>Changes to a manifest or vocabulary that leave it JSON.</summary>
internal static class JsonMutations
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Changes one place: a value taken away, doubled, moved, or given another value or type.</summary>
    /// <returns>The file, or its bytes as they were when it is not JSON.</returns>
    internal static byte[] Change(byte[] file, Random random)
    {
        JsonNode root;
        List<JsonNode> places;
        try
        {
            root = JsonNode.Parse(file)!;
            places = [.. Below(root).Where(node => node.Parent is not null)];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the latter: names that are not UTF-8
        {
            return ByteMutations.All[0].Change(file, file, random);
        }

        if (places.Count == 0)
        {
            return file;
        }

        var place = places[random.Next(places.Count)];
        var other = places[random.Next(places.Count)].DeepClone();
        switch (place.Parent)
        {
            case JsonArray list:
                var index = list.IndexOf(place);
                switch (random.Next(3))
                {
                    case 0:
                        list.RemoveAt(index);
                        break;
                    case 1:
                        list.Insert(index, place.DeepClone());
                        break;
                    default:
                        list[index] = Other(place, other, random);
                        break;
                }

                break;
            case JsonObject members:
                var name = place.GetPropertyName();
                switch (random.Next(4))
                {
                    case 0:
                        members.Remove(name);
                        break;
                    case 1:
                        members[name + "x"] = place.DeepClone();
                        break;
                    default:
                        members[name] = Other(place, other, random);
                        break;
                }

                break;
            default:
                break;
        }

        return JsonSerializer.SerializeToUtf8Bytes(root, Indented);
    }

    private static JsonNode? Other(JsonNode place, JsonNode other, Random random) => random.Next(8) switch
    {
        0 => null,
        1 => other,
        2 => JsonValue.Create(random.Next(2) == 0),
        3 => JsonValue.Create(random.NextDouble() * 1e308),
        4 => JsonValue.Create((long)random.Next(-3, 5)),
        5 => JsonValue.Create(long.MaxValue >> random.Next(64)),
        6 => new JsonArray(place.DeepClone()),
        _ => place.GetValueKind() == JsonValueKind.String
            ? JsonValue.Create(new string('x', 1 << random.Next(14)))
            : JsonValue.Create(place.GetValueKind() == JsonValueKind.Number ? int.MaxValue : 1),
    };

    private static IEnumerable<JsonNode> Below(JsonNode node) => node switch
    {
        JsonArray list => list.OfType<JsonNode>().SelectMany(Below).Prepend(node),
        JsonObject members => members.Select(member => member.Value).OfType<JsonNode>().SelectMany(Below).Prepend(node),
        _ => [node],
    };
}
