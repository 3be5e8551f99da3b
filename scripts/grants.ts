import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { compileTemplates } from '../aws/deployment/compile-templates.ts';
import { grantsIn, holderOf, nameOf } from './grants/grants.ts';
import { baselines, describeRemoval, isUsed, removals } from './grants/prove.ts';
import { regions, stage } from './grants/specs.ts';
import { SILENT, UNEXERCISED } from './grants/unexercised.ts';

/*
 * npm run grants: takes every grant of every role out of the global template, one at a time, and runs the quickest
 * scenario that uses it: something must say that access was denied. Lists the grants that no scenario uses.
 */

const root = join(import.meta.dirname, '..');
const started = performance.now();
const templates = await compileTemplates({ root, regions, stage });
const fleet = { templates, root, processes: Math.min(2, availableParallelism()) };
const runs = await baselines(fleet);
const all = grantsIn(templates.global);
const used = all.filter((grant) => isUsed(grant, runs));
console.log(`${all.length} grants, ${used.length} used by ${runs.length} scenarios`);
for (const grant of all) {
  const reason = UNEXERCISED.get(holderOf(grant));
  if (!used.includes(grant))
    console.log(`unused  ${nameOf(grant)}${reason === undefined ? '' : `: ${reason}`}`);
}
const found = await removals(used, runs, fleet, (removal) =>
  console.log(`${removal.failure ? 'denied' : 'silent'}  ${describeRemoval(removal)}`),
);
const silent = found.filter(({ failure, grant }) => !failure && !SILENT.has(grant.action));
const seconds = Math.round((performance.now() - started) / 1000);
console.log(
  `${found.length} grants taken out, ${found.filter(({ failure }) => failure).length} denied by name, ${seconds} s`,
);
process.exitCode = silent.length > 0 ? 1 : 0;
