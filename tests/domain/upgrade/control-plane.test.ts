import { describe, expect, it } from '@jest/globals';
import type { ObservedUpdate } from '../../../domain/ports/eks.ts';
import { decideVersion, decideVersionByUpdates } from '../../../domain/upgrade/control-plane.ts';

const step = (to: string, way = '') => ({
  key: `${way}${to}/controlPlane`,
  kind: 'controlPlane' as const,
  to,
});
const forward = step('1.36');
const back = step('1.34', 'back/');
const at = (version: string, status = 'ACTIVE') =>
  ({ status, version }) as Parameters<typeof decideVersion>[2];

const BEGAN = '2026-11-24T10:00:00Z';
const moved = (status: ObservedUpdate['status'], more: Partial<ObservedUpdate> = {}): ObservedUpdate => ({
  id: 'one',
  type: 'VersionUpdate',
  status,
  createdAt: '2026-11-24T10:05:00Z',
  params: { Version: '1.36' },
  reason: '',
  errors: [],
  ...more,
});

describe('the version of a control plane', () => {
  const asks = (version: string) => ({
    do: 'update',
    change: { operation: 'UpdateClusterVersion', request: { name: 'shop', version } },
  });
  it.each([
    ['is asked for', forward, at('1.35'), asks('1.36')],
    ['is asked for on the way back', back, at('1.35'), asks('1.34')],
    ['is there', forward, at('1.36'), { do: 'nothing' }],
    ['is past it: AWS or somebody has moved it', forward, at('1.37'), { do: 'nothing' }],
    ['is back', back, at('1.34'), { do: 'nothing' }],
    ['is further back: somebody has moved it', back, at('1.33'), { do: 'nothing' }],
    ['is waited for while EKS updates', forward, at('1.35', 'UPDATING'), { do: 'wait' }],
    ['is waited for while EKS updates something else', forward, at('1.36', 'UPDATING'), { do: 'wait' }],
    ['fails where the cluster is gone', forward, undefined, { do: 'fail' }],
    ['fails where the cluster is on its way out', forward, at('1.35', 'DELETING'), { do: 'fail' }],
    ['fails where a minor lies between', forward, at('1.34'), { do: 'fail' }],
    ['fails where a minor lies between on the way back', back, at('1.36'), { do: 'fail' }],
  ])('%s', (_what, of, observed, expected) => {
    expect(decideVersion(of, 'shop', observed)).toMatchObject(expected);
  });
});

describe('the version by the updates of a cluster', () => {
  const asked = decideVersion(forward, 'shop', at('1.35'));
  const decide = (...updates: readonly ObservedUpdate[]) => decideVersionByUpdates(asked, updates, BEGAN);

  it('is asked for where none moves it', () => {
    expect(decide()).toBe(asked);
    expect(decide(moved('InProgress', { type: 'LoggingUpdate', params: {} }))).toBe(asked);
    expect(decide(moved('Successful', { params: { Version: '1.35' } }))).toBe(asked);
  });

  it('is waited for while one is under way, whoever has begun it', () => {
    expect(decide(moved('InProgress'))).toMatchObject({ do: 'wait' });
    const rollback = moved('InProgress', { type: 'VersionRollback', createdAt: '2026-11-24T09:00:00Z' });
    expect(decide(rollback)).toMatchObject({ do: 'wait' });
  });

  it('fails with the words of EKS where it has taken the update of this step back', () => {
    const reason = 'IpNotAvailable: no addresses';
    expect(decide(moved('Failed', { reason }))).toEqual({
      do: 'fail',
      reason: `EKS has taken the update to 1.36 back (VersionUpdate failed): ${reason}`,
    });
    expect(decide(moved('Cancelled', { type: 'VersionRollback' }))).toMatchObject({
      do: 'fail',
      reason: expect.stringContaining('VersionRollback cancelled): EKS gives no reason'),
    });
  });

  it('is asked for again where an update failed before the step, or to another version', () => {
    expect(decide(moved('Failed', { createdAt: '2026-11-24T09:59:59Z' }))).toBe(asked);
    expect(decide(moved('Failed', { params: { Version: '1.35' } }))).toBe(asked);
  });

  it('goes by the newest', () => {
    const older = moved('Failed', { createdAt: '2026-11-24T10:01:00Z' });
    expect(decide(moved('Successful'), older)).toBe(asked);
  });

  it('leaves what is no change as it is', () => {
    const there = decideVersion(forward, 'shop', at('1.36'));
    expect(decideVersionByUpdates(there, [moved('InProgress')], BEGAN)).toBe(there);
  });
});
