import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Covered,
  coverage,
  type Fleet,
  fleetFrom,
  uncovered,
} from '../../scripts/crash-everywhere/coverage.ts';
import { deployEverywhere } from '../../scripts/crash-everywhere/deployments.ts';
import { type Case, late, stops, sweep, together } from '../../scripts/crash-everywhere/sweep.ts';
import { readWorkflows, type WorkflowStates } from '../../scripts/crash-everywhere/workflow-states.ts';
import { scenarios } from '../../scripts/workflow-scenarios/all.ts';

/*
 * Every task of every workflow fails in every way. The tasks are read from the workflows, so that a new one is
 * covered at once. CI alone runs this: all tasks of a scenario fail in one run, one after the other, and only a sample
 * of them is stopped. `npm run crash-everywhere` has each fail alone and stops all, which takes longer than these tests may.
 */

const root = join(import.meta.dirname, '../..');
// Exhaustive, and long: that a run repeats is held by the other tests.
delete process.env.EKS_FLEET_TWICE;
/** Every so many of the tasks are stopped. */
const STOPPED = 6;
let fleet: Fleet;
let workflows: readonly WorkflowStates[];
let covered: readonly Covered[];

beforeAll(async () => {
  fleet = await fleetFrom(root, availableParallelism());
  workflows = await readWorkflows(root);
  covered = await coverage(scenarios, workflows, fleet);
}, 600_000);

const run = (cases: readonly Case[]) => sweep(cases, workflows, fleet);

describe('every task of every workflow', () => {
  it('is entered by some scenario of scripts/workflow-scenarios', () => {
    expect(uncovered(workflows, covered)).toEqual([]);
  });

  it('may die before its effect or after it, lose its reply, or run twice', async () => {
    expect(await run(together(covered))).toEqual([]);
  }, 600_000);

  it('may be stopped: the lease is freed, and the request made again goes through', async () => {
    expect(await run(stops(covered).filter((_one, index) => index % STOPPED === 0))).toEqual([]);
  }, 600_000);

  it('changes nothing when it runs late, after another operation has had the lease', async () => {
    expect(await run(late(covered))).toEqual([]);
  }, 600_000);
});

describe('the next release', () => {
  it('may be deployed in the middle of every workflow', async () => {
    const { findings, deployed } = await deployEverywhere(covered, workflows, fleet, 1);
    expect(findings).toEqual([]);
    expect(deployed).toBeGreaterThanOrEqual(covered.length);
  }, 600_000);
});
