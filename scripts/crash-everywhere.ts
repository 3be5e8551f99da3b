import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { coverage, fleetFrom, uncovered } from './crash-everywhere/coverage.ts';
import { deployEverywhere } from './crash-everywhere/deployments.ts';
import { alone, type Case, type Finding, late, stops, sweep } from './crash-everywhere/sweep.ts';
import { readWorkflows } from './crash-everywhere/workflow-states.ts';
import { scenarios } from './workflow-scenarios/all.ts';

/*
 * npm run crash-everywhere: every task of every workflow dies before its effect, dies after it, loses the reply to
 * it, runs twice, is stopped and runs late, each fault alone; and the next release is deployed in every state. `npm
 * test` has the same faults, several in one run. An argument selects the scenarios whose name contains it.
 */

const root = join(import.meta.dirname, '..');
const [part = ''] = process.argv.slice(2);
const started = performance.now();
const fleet = await fleetFrom(root, availableParallelism());
const workflows = await readWorkflows(root);
const covered = await coverage(
  scenarios.filter(({ name }) => name.includes(part)),
  workflows,
  fleet,
);
const missing = part === '' ? uncovered(workflows, covered) : [];
const findings: Finding[] = missing.map((name) => ({ name, problems: ['no scenario enters this state'] }));

async function run(what: string, cases: readonly Case[], count: number): Promise<void> {
  const since = performance.now();
  const found = await sweep(cases, workflows, fleet);
  findings.push(...found);
  tell(`${what}: ${count} cases in ${cases.length} runs`, found, since);
}

function tell(text: string, found: readonly Finding[], since: number): void {
  console.log(`${text}, ${found.length} failed, ${Math.round((performance.now() - since) / 1000)} s`);
  for (const { name, problems } of found) console.log(`  ${name}\n    ${problems.join('\n    ')}`);
}

const tasks = covered.reduce((sum, one) => sum + one.tasks.length, 0);
console.log(`${tasks} tasks of ${workflows.length} workflows in ${covered.length} scenarios`);
await run('died before or after its effect, lost its reply, ran twice', alone(covered), 4 * tasks);
await run('stopped there', stops(covered), tasks);
await run('ran late under a stale epoch', late(covered), tasks);
const since = performance.now();
const deployments = await deployEverywhere(covered, workflows, fleet);
findings.push(...deployments.findings);
tell(
  `next release deployed: ${deployments.deployed} states in ${deployments.runs} runs`,
  deployments.findings,
  since,
);
console.log(`${findings.length} failed, ${Math.round((performance.now() - started) / 1000)} s`);
process.exitCode = findings.length > 0 ? 1 : 0;
