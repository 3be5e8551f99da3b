import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { BARE_FLEET } from '../../rehearsal/bare-fleet.ts';
import { UNREACHED } from '../../rehearsal/campaign/unreached.ts';
import { NO_FAULTS } from '../../rehearsal/faults/rates.ts';
import { Branches } from '../../rehearsal/reach/branches.ts';
import { coveredBy } from '../../rehearsal/reach/coverage.ts';
import { type Known, knownReach } from '../../rehearsal/reach/known.ts';
import { judgeReach, ReachTally, summaryOf } from '../../rehearsal/reach/report.ts';
import { runSimulation } from '../../rehearsal/simulation-process.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';

const root = join(import.meta.dirname, '../..');
const known = await knownReach(root);

const drawn = {
  regions: ['us-west-2'],
  documents: [],
  steps: [],
  faultRates: { ...NO_FAULTS, throttling: 0.1 },
  drawn: ['starts/a Tuesday morning'],
};

/** The reach of one small simulation: a request that is refused, and one that is not. */
async function reportOfOne(countBranches = false): Promise<SimulationReport> {
  const regions = ['us-west-2'];
  return runSimulation({
    ...BARE_FLEET,
    seed: 1,
    regions,
    root,
    templates: await compileTemplates({ root, regions, stage: 'prod' }),
    steps: [{ forget: { cluster: 'nobody', region: 'us-west-2' } }],
    countReach: true,
    ...(countBranches ? { countBranches: true } : {}),
  });
}

describe('what there is to reach', () => {
  it('is every state, every outcome of every task, every row, every fault and the deciders that tasks run', () => {
    expect(known.states).toContain('create-cluster/AcceptRequest');
    // A state inside of a Map.
    expect(known.states).toContain('create-cluster/ApplyAddon');
    expect(known.outcomes).toEqual(
      expect.arrayContaining(['create/accept-request Accepted', 'create/accept-request Duplicate']),
    );
    expect(known.rows).toContain('hands/the lease is freed');
    expect(known.faults).toContain('failedEntries');
    expect(known.files).toContain('domain/operation/lease.ts');
    // The command's alone.
    expect(known.files).not.toContain('domain/plan/cost.ts');
    expect(known.files.every((file) => file.startsWith('domain/'))).toBe(true);
  });
});

describe('the gate', () => {
  it('says what no seed has reached, and fails on a state that is planted', async () => {
    const report = await reportOfOne();
    const reached = report.reached?.states ?? [];
    expect(reached).toContain('release-cluster/AcceptRequest');
    expect(report.reached?.outcomes).toContain('release/accept-request Rejected');
    const all: Known = {
      ...known,
      states: [...reached, 'release-cluster/Planted'],
      outcomes: [],
      rows: [],
      faults: [],
    };
    const tally = new ReachTally(all, undefined);
    tally.add(drawn, report);
    expect(judgeReach(tally.report, []).missing).toEqual(['states release-cluster/Planted']);
    const row = { kind: 'states', name: 'release-*/Plant*', because: 'a test' } as const;
    expect(judgeReach(tally.report, [row])).toEqual({ missing: [], untrue: [] });
    expect(summaryOf(tally.report)).toContain(
      `states: ${reached.length} of ${reached.length + 1} reached by 1 seeds, 0 of them by three or more`,
    );
  }, 120_000);

  it('tells a row of the list whose things are all reached', async () => {
    const tally = new ReachTally({ ...known, states: [], outcomes: [], rows: [] }, undefined);
    tally.add(drawn, { reached: undefined } as unknown as SimulationReport);
    const row = { kind: 'faults', name: 'throttling', because: 'a test' } as const;
    expect(judgeReach(tally.report, [row]).untrue).toEqual([row]);
    // A kind that is not counted says nothing of a row.
    const branch = { kind: 'branches', name: 'domain/*', because: 'a test' } as const;
    expect(judgeReach(tally.report, [branch]).untrue).toEqual([]);
  });

  it('has a reason of one line for each row of its list, and no row twice', () => {
    for (const { because } of UNREACHED) expect(because).toMatch(/^[^\n]{10,160}$/);
    const names = UNREACHED.map(({ kind, name }) => `${kind} ${name}`);
    expect(names).toEqual([...new Set(names)]);
    // A pattern says more than that it is of a kind.
    for (const { name } of UNREACHED) expect(name).toMatch(/[a-z]{3}/);
  });
});

describe('branches', () => {
  it('are the text that ran and that did not, where an inner range counts', () => {
    const range = (startOffset: number, endOffset: number, count: number) => ({
      startOffset,
      endOffset,
      count,
    });
    expect(coveredBy([range(0, 100, 1), range(10, 50, 0), range(20, 30, 2)])).toEqual([
      0, 10, 20, 30, 50, 100,
    ]);
    expect(coveredBy([range(0, 10, 0)])).toEqual([]);
  });

  it('are counted by seeds, and named by how their text begins', () => {
    const folder = mkdtempSync(join(tmpdir(), 'branches-'));
    writeFileSync(join(folder, 'one.ts'), 'if (a) return first;\nelse return second;\nmore();\n');
    const branches = new Branches(folder, ['one.ts', 'none.ts']);
    branches.add({ 'one.ts': [0, 20, 41, 49] });
    branches.add({ 'one.ts': [0, 6, 20, 49] });
    const named = Object.fromEntries(branches.all.map(({ name, seeds }) => [name, seeds]));
    expect(named).toEqual({
      'one.ts: if (a)': 2,
      'one.ts: return first;': 1,
      'one.ts: else return second;': 1,
      'one.ts: more();': 2,
      'none.ts': 0,
    });
  });

  it('of deciders are counted in a process that loads them after it was told to', async () => {
    const fresh = await reportOfOne(true);
    const ranges = fresh.reached?.ranges ?? {};
    expect(Object.keys(ranges)).toContain('domain/operation/acceptance.ts');
    expect(Object.keys(ranges).every((file) => file.startsWith('domain/'))).toBe(true);
  }, 120_000);
});
