// Runs graphs that decode by themselves, as a host without Seq does. runs: { graph: [{ input: { type, shape, data }, ... }, ...], ... }
const arrays = { int64: (data) => BigInt64Array.from(data, BigInt), uint32: (data) => Uint32Array.from(data), float32: (data) => Float32Array.from(data) };

export async function runAll(ort, open, runs) {
    const results = {};
    for (const [graph, batches] of Object.entries(runs)) {
        const session = await open(graph);
        const outputs = [];
        const started = performance.now();
        for (const batch of batches) {
            const feeds = Object.fromEntries(
                Object.entries(batch).map(([name, { type, shape, data }]) => [name, new ort.Tensor(type, arrays[type](data), shape)]));
            const { tokens, lengths, score, log_probability } = await session.run(feeds);
            outputs.push({
                shape: tokens.dims, tokens: Array.from(tokens.data, Number), lengths: Array.from(lengths.data, Number),
                scores: Array.from((score ?? log_probability).data),
            });
        }
        results[graph] = { seconds: (performance.now() - started) / 1000, outputs };
    }
    return results;
}
