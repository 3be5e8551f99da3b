import { describe, expect, it } from '@jest/globals';
import { operationTable } from '../../../cli/commands/operations.ts';

const operation = {
  id: 'op-1',
  kind: 'create',
  cluster: { name: 'shop', region: 'us-east-1', arn: 'arn:aws:eks:us-east-1:111122223333:cluster/shop' },
  epoch: 1,
  executionArn: 'arn:aws:states:us-east-1:111122223333:execution:x:y',
  requestedBy: 'a test',
  startedAt: '2026-11-24T09:00',
  status: 'Failed',
} as const;

describe('get operations', () => {
  it('says which step failed, and why', () => {
    const failure = {
      step: 'apply-stack',
      error: 'AccessDenied',
      reason: 'no ec2:CreateVpc',
      advice: 'grant it',
    };
    expect(operationTable([{ ...operation, failure }])).toContain('apply-stack: no ec2:CreateVpc');
    expect(operationTable([])).toBe('no operations');
  });

  it('says what a scaling was asked for', () => {
    const table = operationTable([{ ...operation, kind: 'scale', action: 'hibernate' }, operation]);
    expect(table).toMatch(/op-1 +scale +hibernate +shop/);
    expect(table).toMatch(/op-1 +create +- +shop/);
  });
});
