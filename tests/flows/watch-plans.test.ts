import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { fleetWith, laid, P, planOf, S, W } from './failover.fixtures.ts';

const { simulate } = deployedFleet({ seed: 31, regions: [W, P, S], keepCalls: true, seam: 'direct' });
const plan = planOf({ mode: 'automatic', fence: { selfFencing: { leaseSeconds: 10 } } });
const applied: Step = { applyFleet: fleetWith(plan).value } as never;
/** Forty-five minutes after a document is applied its plan is prepared, and was looked at. */
const watched: readonly Step[] = [...laid, applied, { wait: 600 }];
const cut = (one: string, other: string, forSeconds: number): Step => ({
  fault: { kind: 'partition', between: [one, other], forSeconds },
});
const down = (region: string, forSeconds: number): Step => ({
  fault: { kind: 'region-down', region, forSeconds },
});

interface Entry {
  readonly DetailType: string;
  readonly Detail: string;
}
const put = ({ calls = [] }: SimulationReport) =>
  calls
    .filter(({ operation }) => operation === 'PutEvents')
    .flatMap(({ region, input }) =>
      (input.Entries as readonly Entry[])
        .filter(({ DetailType }) => /^Failover(Asked|Held|Requested)$/.test(DetailType))
        .map(({ DetailType, Detail }) => ({ region, DetailType, detail: JSON.parse(Detail) })),
    );
/** The names of what was put, each once, and by which region. */
const kinds = (report: SimulationReport): readonly string[] => [
  ...new Set(put(report).map(({ region, DetailType }) => `${DetailType} of ${region}`)),
];

describe('a plan that is watched from two regions', () => {
  it('says nothing of a partition of 43 s', async () => {
    const report = await simulate([...watched, cut(P, S, 43), cut(P, W, 43), { wait: 300 }]);
    expect(kinds(report)).toEqual([]);
  });

  it('is not asked to move by a standby’s region that is cut off from the others', async () => {
    const report = await simulate([...watched, cut(S, P, 600), cut(S, W, 600), { wait: 900 }]);
    expect(kinds(report)).toEqual([`FailoverHeld of ${S}`, `FailoverHeld of ${W}`]);
    const whys = put(report).map(({ detail }) => detail.why);
    expect(whys.some((why: string) => why.includes('Guard does not answer'))).toBe(true);
    expect(whys.some((why: string) => why.includes('is silent'))).toBe(true);
    expect(report.failovers).toEqual([]);
  });

  it('is asked to move all the same where an observer dies in the middle of it', async () => {
    const dies: Step = {
      fault: {
        ...{ kind: 'crash-before', functionName: 'failoverWatchWatchPlans' },
        ...{ operation: 'PutItem', region: S },
      },
    } as never;
    const report = await simulate([...watched, down(P, 900), { wait: 20 }, dies, { wait: 1200 }]);
    expect(report.faults).toContain('crash-before');
    expect(report.failovers).toMatchObject([{ outcome: 'Succeeded' }]);
  });

  it('asks a person where its standby is not ready', async () => {
    // Without the records that are to move there is nowhere to put its checks.
    const report = await simulate([
      ...laid.slice(0, -1),
      applied,
      { wait: 600 },
      down(P, 300),
      { wait: 600 },
    ]);
    expect(kinds(report)).toEqual([`FailoverAsked of ${S}`]);
    const [asked] = put(report).map(({ detail }) => detail);
    expect(asked.why).toContain('the standby is not ready');
    expect(asked.command).toBe('eks-fleet failover shop --reason …');
    expect(report.failovers).toEqual([]);
  });
});
