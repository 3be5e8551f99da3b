import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { FLEET_ITEMS } from '../../aws/dynamodb/item-types.ts';
import { fromItem } from '../../aws/dynamodb/items.ts';
import { operationItem } from '../../aws/dynamodb/operation-items.ts';
import { CARRIED_OUT } from '../../domain/operation/kinds.ts';
import type { ScalingPlan } from '../../domain/scale/plan.ts';
import { recordOf, refTo, storeWith } from './operations.fixtures.ts';

const end = { status: 'Succeeded', at: '2026-11-24T09:05:00.000Z' } as const;
const seconds = (at: string): number => Date.parse(at) / 1000;
const plan = (until?: string) => ({ notes: [], ...(until ? { until } : {}) }) as unknown as ScalingPlan;

it('forgets a scaling four hundred days after its end, and nothing while it runs', async () => {
  const { leases, claim, itemOf } = await storeWith();
  await claim(refTo('o1'));
  expect(await itemOf(refTo('o1'))).not.toHaveProperty('expiresAt');
  await leases.endOperation(refTo('o1'), end);
  expect(await itemOf(refTo('o1'))).toMatchObject({ expiresAt: seconds('2027-12-29T09:05:00Z') });
  const skipped = recordOf(refTo('o2', 1), { status: 'Skipped', endedAt: end.at });
  const claimed = { requestId: 'r2', executionArn: 'x2', operationId: 'o2', epoch: 0 };
  await leases.skip({ claim: claimed, operation: skipped });
  expect(await itemOf(refTo('o2'))).toMatchObject({ expiresAt: seconds('2027-12-29T09:05:00Z') });
});

it('keeps a scaling that changes sizes until a time for as long after that', async () => {
  const { leases, store, claim, itemOf } = await storeWith();
  await claim(refTo('o1'));
  const neededUntil = '2028-06-01T00:00:00Z';
  await store.recordPlan('scale', refTo('o1'), plan(neededUntil), { kept: [], neededUntil });
  await leases.endOperation(refTo('o1'), end);
  expect(await itemOf(refTo('o1'))).toMatchObject({ expiresAt: seconds('2029-07-06T00:00:00Z') });
  await claim(refTo('o2', 2));
  await store.recordPlan('scale', refTo('o2', 2), plan(), { kept: [] });
  await leases.completeOperation(refTo('o2', 2), end.at);
  expect(await itemOf(refTo('o2'))).toMatchObject({ expiresAt: seconds('2027-12-29T09:05:00Z') });
});

it.each(CARRIED_OUT.filter((kind) => kind !== 'scale'))('keeps a %s for good', async (kind) => {
  const { leases, claim, itemOf } = await storeWith();
  const ref = refTo('o1', 1, kind);
  await claim(ref);
  await leases.endOperation(ref, end);
  expect(await itemOf(ref)).toMatchObject({ status: 'Succeeded', endedAt: end.at });
  expect(await itemOf(ref)).not.toHaveProperty('expiresAt');
});

it('is what the template lets go by, and lists by', async () => {
  const root = join(import.meta.dirname, '../..');
  const { global } = await compileTemplates({ root, regions: ['us-east-1'], stage: 'prod' });
  const { TimeToLiveSpecification, GlobalSecondaryIndexes } =
    JSON.parse(global).Resources.FleetTable.Properties;
  expect(TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
  const failure = { step: 's', error: 'e', reason: 'r', advice: 'a' };
  const { listedIn, startedAt, request, ...shown } = fromItem(
    FLEET_ITEMS.operation,
    operationItem(recordOf(refTo('o1'), { endedAt: end.at, failure })),
  );
  const { expiresAt, ...listed } = shown;
  expect([...GlobalSecondaryIndexes[0].Projection.NonKeyAttributes].sort()).toEqual(
    Object.keys(listed).sort(),
  );
}, 60_000);
