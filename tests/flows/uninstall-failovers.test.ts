import { expect, it } from '@jest/globals';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { root } from '../project/project-files.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { ADDRESSES, clusterIn, fleetWith, hostedZone, P, planOf, S, W } from './failover.fixtures.ts';

/* A second stage is taken out of the account: the simulation's report is of the first, which stays. */

const regions = [W, P, S];
const besides = { stage: 'dev', templates: await compileTemplates({ root, regions, stage: 'dev' }) };
const { simulate } = deployedFleet({ seed: 11, regions, besides });

const inDev = (step: Step): Step => ({ of: 'dev', step }) as Step;
const prepared: readonly Step[] = [
  inDev({ apply: [clusterIn(P), clusterIn(S)] }),
  hostedZone,
  inDev({ applyFleet: fleetWith(planOf()).value }),
  { wait: 1200 },
];
const clients: readonly Step[] = [
  { clients: { name: 'shop.example.com', requestsPerSecond: 10, retries: 0 } },
  { wait: 300 },
];

it('takes what failover plans have with the fleet, and leaves records as they were', async () => {
  const report = await simulate([...prepared, inDev({ uninstall: 'with data' }), ...clients]);
  expect(report.outcome).toBe('succeeded');
  expect(report.clients?.[0]?.timeline.at(-1)?.answeredBy).toEqual({ [ADDRESSES[P]]: 1 });
}, 120_000);

it('removes nothing while a standby serves: traffic would be back at its primary at once', async () => {
  const moved = inDev({ failover: { plan: 'shop', region: S, to: 'standby', planned: true } } as never);
  await expect(
    simulate([...prepared, moved, { wait: 900 }, inDev({ uninstall: 'with data' })]),
  ).rejects.toThrow(/the standby of failover plan shop serves, in us-west-2; nothing is removed/);
}, 120_000);
