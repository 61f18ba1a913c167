// Greedy decoding as a user of onnxruntime-node writes it: a loop over the step graph. Seq's bench alternates with it, on the same bundle.
//
//     node decode_peer.mjs FOLDER MODULES
//
// FOLDER holds peer.json (graphs, states, memories, sources); MODULES is a folder that has node_modules with onnxruntime-node.
// Reads commands on standard input, answers each with one line of JSON:
//     greedy BATCH STEPS       {"seconds": s, "tokens": [[...]]}: a loop in JavaScript
//     in-graph BATCH STEPS     the same by the graph generate-greedy
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [folder, modules] = process.argv.slice(2);
const ort = createRequire(`${modules}/`)('onnxruntime-node');
const peer = JSON.parse(readFileSync(`${folder}/peer.json`, 'utf8'));
const sessions = {};

async function session(graph) {
  sessions[graph] ??= await ort.InferenceSession.create(peer.graphs[graph], {
    intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', graphOptimizationLevel: 'all', enableMemPattern: false, logSeverityLevel: 4,
  });
  return sessions[graph];
}

const integers = (values, shape) => new ort.Tensor('int64', BigInt64Array.from(values, BigInt), shape);

/** The sources of a batch as an encoder takes them; nothing for a language model. */
function sources(batch) {
  if (peer.sources.length === 0) {
    return {};
  }

  const rows = peer.sources.slice(0, batch);
  return { source: integers(rows.flat(), [batch, rows[0].length]), source_lengths: integers(rows.map((row) => row.length), [batch]) };
}

async function begin(batch) {
  const inputs = sources(batch);
  const encoded = peer.graphs.encode ? { ...inputs, ...(await (await session('encode')).run(inputs)) } : {};
  const feeds = {};
  for (const { input, from, size } of peer.states) {
    feeds[input] = from ? encoded[from] : new ort.Tensor('float32', new Float32Array(batch * size), [batch, size]);
  }

  for (const { input, from } of peer.memories) {
    feeds[input] = encoded[from];
  }

  return feeds;
}

async function greedy(batch, steps) {
  const step = await session('step');
  const feeds = await begin(batch);
  const token = new BigInt64Array(batch).fill(BigInt(peer.start));
  const tokens = Array.from({ length: batch }, () => []);
  const wanted = ['logits', ...peer.states.map((state) => state.output)];
  feeds.token = new ort.Tensor('int64', token, [batch]);
  for (let t = 0; t < steps; t++) {
    const outputs = await step.run(feeds, wanted);
    const logits = outputs.logits.data;
    const width = logits.length / batch;
    for (let row = 0, at = 0; row < batch; row++) {
      let best = 0;
      let most = -Infinity;
      for (let i = 0; i < width; i++, at++) {
        if (logits[at] > most) {
          most = logits[at];
          best = i;
        }
      }

      token[row] = BigInt(best);
      tokens[row].push(best);
    }

    for (const { input, output } of peer.states) {
      feeds[input] = outputs[output];
    }
  }

  return tokens;
}

async function inGraph(batch, steps) {
  const inputs = peer.sources.length > 0
    ? sources(batch)
    : { prompt: integers(Array(batch).fill(peer.start), [batch, 1]), prompt_lengths: integers(Array(batch).fill(1), [batch]) };
  const outputs = await (await session('generate-greedy')).run({ ...inputs, max_length: integers([steps], []) }, ['tokens']);
  const [, width] = outputs.tokens.dims;
  return Array.from({ length: batch }, (_, row) => Array.from(outputs.tokens.data.slice(row * width, (row + 1) * width), Number));
}

console.log(JSON.stringify({ version: `onnxruntime-node ${ort.env.versions?.node ?? ort.env.versions?.common}, Node ${process.version}` }));
for await (const line of createInterface({ input: process.stdin })) {
  const [command, ...words] = line.split(' ');
  const [batch, steps] = words.map(Number);
  const start = process.hrtime.bigint();
  const tokens = await (command === 'greedy' ? greedy : inGraph)(batch, steps);
  console.log(JSON.stringify({ seconds: Number(process.hrtime.bigint() - start) / 1e9, tokens }));
}
