import { deepEqual } from 'node:assert/strict';
import { CHECKS, type Check } from './independent-clients/checks.ts';
import { pythonWithClients, runClient } from './independent-clients/clients.ts';
import { CommandLine } from './independent-clients/command-line.ts';
import { startDev } from './independent-clients/running-dev.ts';

/**
 * Holds `eks-fleet dev` against clients with their own copies of AWS's service models: the `aws` command line and
 * boto3. They find mistakes that the SDK's codec, used at both ends, cannot. CI runs it; it needs Python 3 and, the
 * first time, PyPI. Usage: `npm run clients`.
 */
const python = pythonWithClients();
const dev = await startDev('--regions', 'us-east-1,us-west-2', '--speed', '600');
const asked = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  runClient(python, args, { ...dev.environment, ...environment });

const boto3: Check = {
  title: 'boto3 pages, waits, reads dates and tells errors by their classes',
  run: async () => {
    const answer = await asked(['scripts/independent-clients/boto3-checks.py']);
    deepEqual(answer, {
      output: {
        machines: true,
        schedules: ['check-a', 'check-c'],
        missing: 'Schedule none does not exist.',
        caller: 'arn:aws:iam::111122223333:user/administrator',
        changed: '403 True',
        records: ['NS', 'SOA', 'A'],
        isAsWritten: true,
        searched: 'stand & <by>',
        refused:
          "[Tried to create resource record set [name='shop.check.example.com.', type='A', set-identifier='one'] but it already exists]",
        submittedAtHasZone: true,
        observedRegions: ['eu-west-1', 'us-east-1', 'us-west-1'],
        checkerRanges: true,
        createdAtHasZone: true,
      },
    });
  },
};

const json = new CommandLine((args, environment) =>
  asked(['-m', 'awscli', ...args, '--output', 'json'], environment),
);
let failed = 0;
try {
  for (const check of [...CHECKS, boto3]) {
    const started = performance.now();
    const outcome = await check.run(json).then(
      () => 'passed',
      (error: unknown) => `FAILED: ${error instanceof Error ? error.message : error}`,
    );
    if (outcome !== 'passed') failed++;
    console.log(`${check.title}: ${outcome} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  }
} finally {
  dev.stop();
}
console.log(`${CHECKS.length + 1 - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
