import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { fromItem } from '../../aws/items.ts';
import { ended, operationItem, plannedUpdate } from '../../aws/operation-items.ts';
import type { CarriedOut, OperationRecord } from '../../domain/operation/operation.ts';
import type { ScalingPlan } from '../../domain/scale/plan.ts';

const record = (kind: CarriedOut, more: Partial<OperationRecord> = {}): OperationRecord => ({
  id: 'o1',
  kind,
  cluster: { name: 'web', region: 'us-east-1', arn: 'arn:aws:eks:us-east-1:111122223333:cluster/web' },
  epoch: 1,
  executionArn: 'arn:aws:states:us-east-1:111122223333:execution:x:y',
  requestedBy: 'a test',
  startedAt: '2026-11-24T09:00:00.000Z',
  status: 'Running',
  request: { action: 'hibernate' },
  ...more,
});
const end = { status: 'Succeeded', at: '2026-11-24T09:05:00.000Z' } as const;
const seconds = (at: string): number => Date.parse(at) / 1000;
const valuesOf = ({ ExpressionAttributeValues = {} }: ReturnType<typeof ended>) =>
  fromItem<Record<string, unknown>>(ExpressionAttributeValues);

it('forgets a scaling four hundred days after its end, and nothing while it runs', () => {
  expect(operationItem(record('scale'))).not.toHaveProperty('expiresAt');
  expect(valuesOf(ended('scale', end))[':forgotten']).toBe(seconds('2027-12-29T09:05:00Z'));
  const skipped = record('scale', { status: 'Skipped', endedAt: end.at });
  expect(operationItem(skipped)).toHaveProperty('expiresAt', seconds('2027-12-29T09:05:00Z'));
});

it('keeps a scaling that changes sizes until a time for as long after that', () => {
  const plan = { until: '2028-06-01T00:00:00Z' } as ScalingPlan;
  const planned = plannedUpdate(plan);
  expect(planned.UpdateExpression).toBe('SET #plan = :plan, keptUntil = :keptUntil');
  expect(valuesOf(planned)[':keptUntil']).toBe(seconds('2029-07-06T00:00:00Z'));
  expect(ended('scale', end).UpdateExpression).toContain('expiresAt = if_not_exists(keptUntil, :forgotten)');
  expect(plannedUpdate({} as ScalingPlan).UpdateExpression).toBe('SET #plan = :plan');
});

it.each(['create', 'delete', 'adopt', 'release', 'apply-fleet'] as const)('keeps a %s for good', (kind) => {
  expect(ended(kind, end).UpdateExpression).not.toContain('expiresAt');
  expect(operationItem(record(kind, { status: 'Rejected', endedAt: end.at }))).not.toMatchObject({
    expiresAt: expect.anything(),
  });
});

it('is what the template lets go by, and lists by', async () => {
  const root = join(import.meta.dirname, '../..');
  const { global } = await compileTemplates({ root, regions: ['us-east-1'], stage: 'prod' });
  const { TimeToLiveSpecification, GlobalSecondaryIndexes } =
    JSON.parse(global).Resources.FleetTable.Properties;
  expect(TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
  const { listedIn, startedAt, request, ...shown } = operationItem(
    record('scale', { endedAt: end.at, failure: { step: 's', error: 'e', reason: 'r', advice: 'a' } }),
  ) as Record<string, unknown>;
  const { expiresAt, ...listed } = shown;
  expect([...GlobalSecondaryIndexes[0].Projection.NonKeyAttributes].sort()).toEqual(
    Object.keys(listed).sort(),
  );
}, 60_000);
