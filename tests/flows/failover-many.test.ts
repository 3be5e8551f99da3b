import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { ADDRESSES, fleetWith, laid, P, planOf, S, W } from './failover.fixtures.ts';

const { simulate } = deployedFleet({ seed: 47, regions: [W, P, S], keepCalls: true, seam: 'direct' });

const names = Array.from({ length: 10 }, (_, index) => `shop-${index}`);
const recordsOf = (name: string) =>
  ([P, S] as const).map((region) => ({
    ...{ name: `${name}.example.com`, type: 'A' as const, ttl: 30, values: [ADDRESSES[region]] },
    ...{ failover: region === P ? 'PRIMARY' : 'SECONDARY', setIdentifier: region },
  }));
const plans = names.map((name) =>
  planOf({
    ...{ name, traffic: { records: [`${name}.example.com`] } },
    move: { select: { app: name } },
  }),
);
const standing: readonly Step[] = [
  ...laid.slice(0, -1),
  { hostedZone: { name: 'example.com', checks: [], records: names.flatMap(recordsOf) } },
  { applyFleet: fleetWith(...plans).value },
  { wait: 900 },
] as never;

describe('ten plans of one standby cluster, whose region is lost', () => {
  it('move side by side, each under its own claim', async () => {
    const report = await simulate([
      ...standing,
      { fault: { kind: 'region-down', region: P, forSeconds: 1800 } },
      { wait: 20 },
      ...names.map((plan) => ({ failover: { plan, region: S, to: 'standby', reason: 'a test' } })),
      { wait: 2100 },
    ] as never);
    expect(report.refused).toEqual([]);
    expect(report.failovers.map(({ plan, outcome }) => [plan, outcome]).sort()).toEqual(
      names.map((name) => [name, 'Succeeded']),
    );
    const slowest = Math.max(
      ...report.failovers.map(({ phases }) => phases.reduce((sum, { seconds }) => sum + seconds, 0)),
    );
    // A check's interval, its publication and a TTL are at most 52 s; one after the other it would be ten times as long.
    expect(slowest).toBeLessThan(90);
  });
});
