import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { fleetWith, laid, P, planOf, S, W } from './failover.fixtures.ts';

const { simulate } = deployedFleet({ seed: 41, regions: [W, P, S], keepCalls: true, seam: 'direct' });

const accepted: Step = {
  acceptCapacity: { plan: 'shop', region: S, regions: [P, S, W], by: 'ann', reason: 'two will do' },
} as never;

/** A move to a standby that is to have five nodes and has two, in a region where EC2 has no more of them. */
const short = async (capacity: object, ...then: readonly Step[]) =>
  simulate([
    ...laid,
    { applyFleet: fleetWith(planOf({ capacity: { nodeGroups: { web: 5 }, ...capacity } })).value } as never,
    { wait: 2700 },
    { fault: { kind: 'region-down', region: P, forSeconds: 900 } },
    { fault: { kind: 'capacity-shortage', region: S, forSeconds: 1200 } },
    { wait: 20 },
    {
      failover: { plan: 'shop', region: S, to: 'standby', reason: 'a test' },
      followForSeconds: 400,
    } as never,
    ...then,
  ]);
type Report = Awaited<ReturnType<typeof short>>;

const told = (report: Report, fact: string) =>
  (report.calls ?? [])
    .flatMap(({ input }) => (input as { Entries?: { DetailType: string; Detail: string }[] }).Entries ?? [])
    .filter(({ DetailType }) => DetailType === fact)
    .map(({ Detail }) => JSON.parse(Detail));
const aboutCapacity = (report: Report) =>
  told(report, 'FailoverAsked').filter(({ why }) => why.includes('waits for capacity'));

describe('a standby whose nodes do not start', () => {
  it('is asked about once, with its numbers and why, and waited for on', async () => {
    const report = await short({}, { wait: 1200 });
    expect(aboutCapacity(report)).toMatchObject([
      {
        plan: 'shop',
        region: S,
        why: expect.stringMatching(/2 of 5 nodes of web are ready \(.*capacity/i),
        command: expect.stringContaining('eks-fleet failover shop --accept-capacity'),
      },
    ]);
    // EC2 has nodes again after 20 minutes.
    expect(report.failovers).toMatchObject([{ outcome: 'Succeeded' }]);
    const { seconds } = report.failovers[0]?.phases.find(({ name }) => name === 'capacity') ?? {};
    expect(seconds).toBeGreaterThan(1100);
  });

  it('serves with what is there once a person says so', async () => {
    const report = await short({ waitFor: '1m' }, accepted, { wait: 1200 });
    expect(aboutCapacity(report)).toHaveLength(1);
    expect(report.failovers).toMatchObject([{ outcome: 'Succeeded' }]);
    const { seconds } = report.failovers[0]?.phases.find(({ name }) => name === 'capacity') ?? {};
    expect(seconds).toBeLessThan(450);
    expect(told(report, 'FailedOver')).toMatchObject([
      {
        notes: [expect.stringMatching(/below its floor, as ann said .*\(two will do\): 2 of 5 nodes of web/)],
      },
    ]);
  });

  it('serves with what is there after so long where the plan says so, and nobody is asked', async () => {
    const report = await short({ whenShort: 'moveAnyway', waitFor: '2m' }, { wait: 1200 });
    expect(aboutCapacity(report)).toEqual([]);
    const { seconds } = report.failovers[0]?.phases.find(({ name }) => name === 'capacity') ?? {};
    expect(seconds).toBeGreaterThan(119);
    expect(seconds).toBeLessThan(150);
    expect(told(report, 'FailedOver')).toMatchObject([
      { notes: [expect.stringContaining('after 120 s, as the plan says: 2 of 5 nodes of web')] },
    ]);
  });

  it('is waited for as long as it takes where the plan says so', async () => {
    const report = await short({ whenShort: 'wait' }, { wait: 1200 });
    expect(aboutCapacity(report)).toEqual([]);
    expect(report.failovers).toMatchObject([{ outcome: 'Succeeded' }]);
  });
});
