import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { compileTemplates, type Templates } from '../../aws/deployment/compile-templates.ts';
import { type Grant, grantsIn, holderOf } from '../../scripts/grants/grants.ts';
import { type Baseline, baselines, describeRemoval, isUsed, removals } from '../../scripts/grants/prove.ts';
import { regions, stage } from '../../scripts/grants/specs.ts';
import { UNEXERCISED } from '../../scripts/grants/unexercised.ts';

/*
 * Every permission of a role is needed by a workflow. Scenarios of every workflow are run once; then a sample of the
 * grants is taken out, one at a time, and something must say that access was denied. `npm run grants` takes out all. It runs in CI alone (jest.config.ts).
 */

const root = join(import.meta.dirname, '../..');
// Exhaustive, and long: that a run repeats is held by the other tests.
delete process.env.EKS_FLEET_TWICE;
/** Every so many of the grants that are used is taken out. */
const SAMPLE = 40;

let templates: Templates;
let grants: readonly Grant[];
let runs: readonly Baseline[];
const fleet = () => ({ templates, root, processes: 2 });

beforeAll(async () => {
  templates = await compileTemplates({ root, regions, stage });
  grants = grantsIn(templates.global);
  runs = await baselines(fleet());
}, 600_000);

describe('a grant', () => {
  it('is used by some workflow, or there is a reason to give it', () => {
    const unused = grants.filter((grant) => !isUsed(grant, runs)).map(holderOf);
    expect([...new Set(unused)].sort()).toEqual([...UNEXERCISED.keys()].sort());
  });
});

describe('a grant that is taken out', () => {
  it('makes a workflow fail, and the failure says what is denied', async () => {
    const used = grants.filter((grant) => isUsed(grant, runs));
    const sample = used.filter((_grant, index) => index % SAMPLE === 0);
    const found = await removals(sample, runs, fleet());
    expect(found.length).toBe(sample.length);
    expect(found.filter(({ failure }) => failure === undefined).map(describeRemoval)).toEqual([]);
  }, 600_000);
});
