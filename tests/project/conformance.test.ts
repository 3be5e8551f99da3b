import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { asl } from '../../scripts/conformance/asl.ts';
import type { ConformanceSet } from '../../scripts/conformance/result.ts';
import { runSets } from '../../scripts/conformance.ts';

const misses = [{ id: 'the fourth', reason: 'answered twice' }];
const scored: ConformanceSet = async () => [
  { name: 'scored', passed: 3, total: 4, notServed: 2, misses },
  { name: 'perfect', passed: 5, total: 5, misses: [] },
];
const broken: ConformanceSet = () => Promise.reject(new Error('no such folder'));

async function printed(sets: Readonly<Record<string, ConformanceSet>>, verbose = false) {
  const lines: string[] = [];
  const failed = await runSets('dir', { sets, verbose, print: (line) => lines.push(line) });
  return { lines, failed };
}

it('tells each score in a line, whatever it is', async () => {
  expect(await printed({ scored })).toEqual({
    lines: ['scored: 3/4, 2 not served', 'perfect: 5/5'],
    failed: [],
  });
});

it('names the cases not reached where it is asked to', async () => {
  expect((await printed({ scored }, true)).lines[0]).toBe(
    'scored: 3/4, 2 not served\n  the fourth: answered twice',
  );
});

it('goes on after a set that cannot run, and says which one that was', async () => {
  expect(await printed({ broken, scored })).toEqual({
    lines: ['broken: failed to run: no such folder', 'scored: 3/4, 2 not served', 'perfect: 5/5'],
    failed: ['broken'],
  });
});

/** A recording of our own: a Python function was called, and its answer's length was told. */
const recordingOf = (handler: string, length: string) => {
  const Payload = { a: [1, 2], b: null };
  const header = { 'Content-Length': length, 'Content-Type': 'application/json' };
  const headers = { Connection: 'keep-alive', Date: 'date', 'X-Amz-Executed-Version': '$LATEST', ...header };
  const all = {
    ...headers,
    'x-amzn-Remapped-Content-Length': '0',
    'x-amzn-RequestId': 'x-amzn-RequestId',
    'X-Amzn-Trace-Id': 'X-Amzn-Trace-Id',
  };
  const lists = Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name, name.endsWith('Id') ? value : [value]]),
  );
  const output = {
    ExecutedVersion: '$LATEST',
    Payload,
    SdkHttpMetadata: { AllHttpHeaders: lists, HttpHeaders: all, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: 'RequestId' },
    StatusCode: 200,
  };
  const service = { resource: 'invoke', resourceType: 'lambda' };
  return {
    id: handler,
    definition: {
      QueryLanguage: 'JSONata',
      StartAt: 'S',
      States: {
        S: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Arguments: { FunctionName: 'f' },
          End: true,
        },
      },
    },
    input: {},
    lambdas: [{ handler }],
    history: [
      { id: 1, previousEventId: 0, type: 'ExecutionStarted' },
      { id: 2, previousEventId: 0, type: 'TaskStateEntered', stateEnteredEventDetails: { name: 'S' } },
      { id: 3, previousEventId: 2, type: 'TaskScheduled' },
      { id: 4, previousEventId: 3, type: 'TaskStarted' },
      { id: 5, previousEventId: 4, type: 'TaskSucceeded', taskSucceededEventDetails: { output, ...service } },
      { id: 6, previousEventId: 5, type: 'TaskStateExited' },
      {
        id: 7,
        previousEventId: 6,
        type: 'ExecutionSucceeded',
        executionSucceededEventDetails: { output, outputDetails: { truncated: false } },
      },
    ],
  };
};

it('lets a recorded function write its answer as its runtime does, and compares what Lambda said of it', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'conformance-'));
  await mkdir(path.join(dir, 'asl'));
  const cases = [
    recordingOf('python.py', '24'),
    recordingOf('node.mjs', '20'),
    recordingOf('other.py', '20'),
  ];
  const file = (name: string) => path.join(dir, 'asl', name);
  await writeFile(file('aws-recorded-executions.json'), JSON.stringify(cases));
  await writeFile(file('aws-recorded-executions-converted.json'), '[]');
  const [outcome] = await asl(dir);
  await rm(dir, { recursive: true });
  expect(outcome?.misses).toEqual([
    { id: 'other.py', reason: expect.stringContaining('recorded "20", here "24"') },
  ]);
});
