import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { deployedFleet } from './deployed-fleet.ts';

const [P, S, W] = ['us-east-1', 'us-west-2', 'us-east-2'] as const;
const HOME = W;
const regions = [HOME, S, P];
const { simulate } = deployedFleet({
  seed: 31,
  regions,
  startAt: '2026-11-24T09:00:00Z',
  keepCalls: true,
  seam: 'direct',
});

const urlOf = (side: string) => `https://${side}.shop.example.com/healthz`;
const document = {
  apiVersion: 'eks-fleet.dev/v1',
  kind: 'Fleet',
  metadata: { name: 'retail' },
  spec: {
    home: HOME,
    regions,
    failover: [
      {
        name: 'shop',
        from: { cluster: 'shop-east', region: P, probe: urlOf('east') },
        to: { cluster: 'shop-west', region: S, probe: urlOf('west') },
        witness: W,
        mode: 'automatic',
        rto: '5m',
        fence: { selfFencing: { leaseSeconds: 10 } },
        traffic: { records: ['shop.example.com'] },
      },
    ],
  },
};

const WATCHED_AT = '2026-11-24T11:15:00Z';
const begun: readonly Step[] = [
  { applyFleet: document } as unknown as Step,
  { site: { url: urlOf('east'), answers: 200, region: P, afterSeconds: 0 } },
  { site: { url: urlOf('west'), answers: 200, region: S, afterSeconds: 0 } },
  { guardTable: { regions, ready: ['shop'] } },
  { waitUntil: WATCHED_AT },
];
let watches = 0;
const watch = (region: string, followForSeconds: number): Step => ({
  publish: {
    region,
    entry: {
      source: 'eks-fleet',
      detailType: 'FailoverWatchRequested',
      detail: { version: '1', requestId: `watch-${watches++}` },
    },
    bus: 'fleet',
    starts: 0,
  },
  followForSeconds,
});
const down = (region: string, forSeconds: number): Step => ({
  fault: { kind: 'region-down', region, forSeconds },
});
const minutes = (count: number): readonly Step[] =>
  Array.from({ length: count }, () => [watch(S, 4), watch(W, 56)]).flat();

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
const sequenceOf = (requestId: string): number => Number(/-s(\d+)$/.exec(requestId)?.[1]);

describe('a plan that is watched from two regions', () => {
  it.each(['direct', 'wire'] as const)(
    'is asked to move within 45 to 75 s of its region’s loss, slot after slot (%s)',
    async (seam) => {
      const report = await simulate(
        [...begun, ...minutes(3), down(P, 300), ...minutes(3), { recover: 'all' }],
        [],
        { seam },
      );
      expect(kinds(report)).toEqual([`FailoverRequested of ${S}`]);
      const asked = put(report).map(({ detail }) => detail);
      const tookSeconds = (Date.parse(asked[0].raised.at) - Date.parse(WATCHED_AT)) / 1000 - 180;
      expect(tookSeconds).toBeGreaterThan(45);
      expect(tookSeconds).toBeLessThan(75);
      expect(asked[0]).toMatchObject({ plan: 'shop', to: 'standby', requestedBy: `observer of ${S}` });
      // Two invocations that take turns in a slot ask under one name.
      const [first = 0, second] = [...new Set(asked.map(({ requestId }) => sequenceOf(requestId)))];
      expect(second).toBe(first + 1);
    },
  );

  it('says nothing of a partition of 43 s', async () => {
    const blip: readonly Step[] = [S, W].map((other) => ({
      fault: { kind: 'partition', between: [P, other], forSeconds: 43 },
    }));
    expect(kinds(await simulate([...begun, ...minutes(3), ...blip, ...minutes(4)]))).toEqual([]);
  });

  it('is not asked to move by a standby’s region that is cut off from the others', async () => {
    const cut: readonly Step[] = [P, W].map((other) => ({
      fault: { kind: 'partition', between: [S, other], forSeconds: 600 },
    }));
    const report = await simulate([...begun, ...minutes(3), ...cut, ...minutes(5), { recover: 'all' }]);
    expect(kinds(report)).toEqual([`FailoverHeld of ${S}`, `FailoverHeld of ${W}`]);
    const whys = put(report).map(({ detail }) => detail.why);
    expect(whys.some((why: string) => why.includes('Guard does not answer'))).toBe(true);
    expect(whys.some((why: string) => why.includes('is silent'))).toBe(true);
  });

  it('is asked to move all the same where an observer dies in the middle of it', async () => {
    const report = await simulate([
      ...begun,
      ...minutes(3),
      down(P, 300),
      watch(S, 4),
      watch(W, 20),
      {
        fault: {
          kind: 'crash-before',
          functionName: 'failoverWatchWatchPlans',
          operation: 'PutItem',
          region: S,
        },
      },
      { wait: 36 },
      ...minutes(2),
      { recover: 'all' },
    ]);
    expect(report.faults).toContain('crash-before');
    expect(kinds(report)).toEqual([`FailoverRequested of ${S}`]);
  });

  it('is held for a person where its standby was never looked at', async () => {
    const unready: Step = { guardTable: { regions, ready: [] } };
    const report = await simulate([
      ...begun.slice(0, -2),
      unready,
      begun.at(-1) as Step,
      ...minutes(3),
      down(P, 300),
      ...minutes(3),
      { recover: 'all' },
    ]);
    expect(kinds(report)).toEqual([`FailoverAsked of ${S}`]);
    expect(put(report).map(({ detail }) => detail.command)).toEqual(['eks-fleet failover shop --reason …']);
  });
});
