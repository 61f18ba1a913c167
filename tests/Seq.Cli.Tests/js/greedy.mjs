// Runs generate-greedy.onnx as a host without Seq does, and prints its tokens.
//
//   node greedy.mjs PACKAGE NODE_MODULES MODEL < batches.json
//
// PACKAGE is onnxruntime-node or onnxruntime-web. batches.json: [{ "source": [[...]], "lengths": [...], "maxLength": n }, ...].
// Prints [{ "tokens": [[...]], "lengths": [...] }, ...].
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [name, modules, path] = process.argv.slice(2);
const ort = createRequire(join(modules, 'index.js'))(name);
if (name === 'onnxruntime-web') {
    ort.env.wasm.numThreads = 1;
}

const int64 = (values, shape) => new ort.Tensor('int64', BigInt64Array.from(values, BigInt), shape);
const session = await ort.InferenceSession.create(readFileSync(path), { executionProviders: [name === 'onnxruntime-web' ? 'wasm' : 'cpu'] });
const results = [];
for (const { source, lengths, maxLength } of JSON.parse(readFileSync(0, 'utf8'))) {
    const output = await session.run({
        source: int64(source.flat(), [source.length, source[0].length]),
        source_lengths: int64(lengths, [lengths.length]),
        max_length: int64([maxLength], []),
    });
    const steps = output.tokens.dims[1];
    const tokens = Array.from(output.tokens.data, Number);
    results.push({ tokens: source.map((_, row) => tokens.slice(row * steps, (row + 1) * steps)), lengths: Array.from(output.lengths.data, Number) });
}

process.stdout.write(JSON.stringify(results), () => process.exit(0));
