import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { compileTemplates } from '../aws/deployment/compile-templates.ts';
import { grantsIn, holderOf, nameOf } from './grants/grants.ts';
import { baselines, describeRemoval, isUsed, removals } from './grants/prove.ts';
import { regions, stage } from './grants/specs.ts';
import { UNEXERCISED } from './grants/unexercised.ts';

/*
 * npm run grants: takes every grant of every role out of the global template, one at a time, and runs the quickest
 * scenario that uses it. Something must then say that access was denied, or be missing. A grant that no scenario uses
 * needs a reason. An argument selects the grants whose name contains it.
 */

const root = join(import.meta.dirname, '..');
const [part = ''] = process.argv.slice(2);
const started = performance.now();
const templates = await compileTemplates({ root, regions, stage });
const fleet = { templates, root, processes: Math.min(2, availableParallelism()) };
const runs = await baselines(fleet);
const all = grantsIn(templates.global).filter((grant) => nameOf(grant).includes(part));
const used = all.filter((grant) => isUsed(grant, runs));
console.log(`${all.length} grants, ${used.length} used by ${runs.length} scenarios`);
const unused = all.filter((grant) => !used.includes(grant));
for (const grant of unused)
  console.log(`unused  ${nameOf(grant)}: ${UNEXERCISED.get(holderOf(grant)) ?? 'no reason is known'}`);
const found = await removals(used, runs, fleet, (removal) =>
  console.log(`${removal.failure ? 'denied' : 'silent'}  ${describeRemoval(removal)}`),
);
const silent = found.filter(({ failure }) => failure === undefined);
const unreasoned = unused.filter((grant) => !UNEXERCISED.has(holderOf(grant)));
const seconds = Math.round((performance.now() - started) / 1000);
console.log(
  `${found.length} grants taken out, ${silent.length} silent; ${unused.length} unused, ${unreasoned.length} for no reason; ${seconds} s`,
);
process.exitCode = silent.length + unreasoned.length > 0 ? 1 : 0;
