// node node.mjs NODE_MODULES BUNDLE < runs.json: prints the results of js/searches.mjs in onnxruntime-node.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAll } from './searches.mjs';

const [modules, bundle] = process.argv.slice(2);
const ort = createRequire(join(modules, 'index.js'))('onnxruntime-node');
const open = (graph) => ort.InferenceSession.create(join(bundle, `${graph}.onnx`));
const results = await runAll(ort, open, JSON.parse(readFileSync(0, 'utf8')));
process.stdout.write(JSON.stringify(results), () => process.exit(0));
