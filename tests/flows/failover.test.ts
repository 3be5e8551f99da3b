import { describe, expect, it } from '@jest/globals';
import { deployedFleet } from './deployed-fleet.ts';
import { fleetWith, laid, P, planOf, S, W } from './failover.fixtures.ts';

const { run, simulate } = deployedFleet({ seed: 31, regions: [W, P, S], keepCalls: true });
const plan = planOf();
const prepared = [...laid, { applyFleet: fleetWith(plan).value }, { prepared: plan }] as never[];

describe('a failover that a person asks for', () => {
  it('moves traffic to the standby while the primary is lost', async () => {
    const report = await run([
      ...prepared,
      { clients: { name: 'shop.example.com', requestsPerSecond: 100, retries: 0 } },
      { wait: 120 },
      { fault: { kind: 'region-down', region: P, forSeconds: 3600 } },
      { wait: 20 },
      { failover: { plan: 'shop', region: S, to: 'standby', reason: 'us-east-1 is gone' } },
      { wait: 4000 },
    ]);
    const operation = report.operations.find(({ kind }) => kind === 'failover');
    console.log(JSON.stringify({...report, calls: undefined, clients: undefined, awsCalls: undefined, clusters: undefined, invariants: undefined}).slice(0, 3500), JSON.stringify({ ...report.clients?.[0], timeline: undefined }));
    expect(operation).toMatchObject({ outcome: 'Succeeded' });
  });
});
