// Runs a graph that decodes by itself, as a host without Seq does, and prints its tokens.
//
//   node generate.mjs PACKAGE NODE_MODULES MODEL < runs.json
//
// PACKAGE is onnxruntime-node or onnxruntime-web. runs.json: [{ "source": { "type": "int64", "shape": [2, 3], "data": [...] }, ... }, ...], inputs by name.
// Prints [{ "shape": [...], "tokens": [...], "lengths": [...] }, ...].
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [name, modules, path] = process.argv.slice(2);
const ort = createRequire(join(modules, 'index.js'))(name);
if (name === 'onnxruntime-web') {
    ort.env.wasm.numThreads = 1;
}

const arrays = { int64: (data) => BigInt64Array.from(data, BigInt), uint32: (data) => Uint32Array.from(data), float32: (data) => Float32Array.from(data) };
const session = await ort.InferenceSession.create(readFileSync(path), { executionProviders: [name === 'onnxruntime-web' ? 'wasm' : 'cpu'] });
const results = [];
for (const run of JSON.parse(readFileSync(0, 'utf8'))) {
    const feeds = Object.fromEntries(Object.entries(run).map(([input, { type, shape, data }]) => [input, new ort.Tensor(type, arrays[type](data), shape)]));
    const { tokens, lengths } = await session.run(feeds);
    results.push({ shape: tokens.dims, tokens: Array.from(tokens.data, Number), lengths: Array.from(lengths.data, Number) });
}

process.stdout.write(JSON.stringify(results), () => process.exit(0));
