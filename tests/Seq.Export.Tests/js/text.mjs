// Runs a graph that takes and returns text, as a host without Seq does.
//
//   node text.mjs PACKAGE NODE_MODULES MODEL MAX_LENGTH < texts.json
//
// PACKAGE is onnxruntime-node or onnxruntime-web. texts.json: [["one two", "three"], ...], a list of batches. Prints [["12#", "3#"], ...].
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [name, modules, path, maxLength] = process.argv.slice(2);
const ort = createRequire(join(modules, 'index.js'))(name);
if (name === 'onnxruntime-web') {
    ort.env.wasm.numThreads = 1;
}

const session = await ort.InferenceSession.create(readFileSync(path), { executionProviders: [name === 'onnxruntime-web' ? 'wasm' : 'cpu'] });
const results = [];
for (const texts of JSON.parse(readFileSync(0, 'utf8'))) {
    const { generated_text } = await session.run({
        text: new ort.Tensor('string', texts, [texts.length]),
        max_length: new ort.Tensor('int64', BigInt64Array.of(BigInt(maxLength)), []),
    });
    results.push(Array.from(generated_text.data));
}

process.stdout.write(JSON.stringify(results), () => process.exit(0));
