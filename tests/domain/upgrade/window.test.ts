import { describe, expect, it } from '@jest/globals';
import { windowOf } from '../../../domain/upgrade/back/window.ts';

const minors = [
  { version: '1.36', support: 'standard' as const },
  { version: '1.35', support: 'standard' as const },
];
const update = {
  id: 'u1',
  type: 'VersionUpdate',
  status: 'Successful' as const,
  createdAt: '2026-11-20T12:00:00.000Z',
  params: { Version: '1.36' },
  reason: '',
  errors: [],
};
const cluster = { version: '1.36' } as Parameters<typeof windowOf>[0]['cluster'];
const at = (now: string, updates = [update]) => windowOf({ cluster, updates, at: now, minors });

/** "Within seven days of an in-place upgrade" (EKS guide, "Roll back a cluster to a previous Kubernetes version"). */
describe('the window of a way back', () => {
  it('is open until the last moment of the seventh day', () => {
    expect(at('2026-11-27T11:59:59.999Z')).toEqual({ until: '2026-11-27T12:00:00.000Z' });
  });

  it.each(['2026-11-27T12:00:00.000Z', '2026-11-28T00:00:00.000Z', '2026-12-30T00:00:00.000Z'])(
    'is closed at %s',
    (now) => {
      expect(at(now)).toEqual({ closed: expect.stringContaining('seven days ago or more') });
    },
  );

  it('goes by the upgrade that succeeded last', () => {
    const failed = { ...update, id: 'u2', status: 'Failed' as const, createdAt: '2026-11-26T12:00:00.000Z' };
    expect(at('2026-11-27T12:00:00.000Z', [failed, update] as never)).toMatchObject({
      closed: expect.any(String),
    });
  });
});
