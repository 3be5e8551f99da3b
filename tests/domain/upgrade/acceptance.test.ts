import { describe, expect, it } from '@jest/globals';
import type { RegisteredCluster } from '../../../domain/registry/registered-cluster.ts';
import { upgradeProblem } from '../../../domain/upgrade/acceptance.ts';
import { clusterUpgradeRequested } from '../../../events/cluster/upgrade-requested.ts';

const registered = {
  cluster: { arn: 'arn:aws:eks:us-west-2:111122223333:cluster/web' },
} as unknown as RegisteredCluster;
const asked = { cluster: 'web', region: 'us-west-2', at: '2026-12-01T00:00:00Z', registered };
const request = (members: object) => {
  const detail = { version: '1', requestId: 'one', cluster: 'web', action: 'upgrade', ...members };
  const { version: _v, requestId: _r, cluster: _c, ...rest } = clusterUpgradeRequested.detail.parse(detail);
  return rest;
};
const waiver = (members: object) => ({
  finding: 'pdb-blocks-drain/shop/web',
  until: '2026-12-08T00:00:00Z',
  reason: 'one replica on purpose',
  ...members,
});

const hook = (place: string) => ({
  to: '1.36',
  hooks: { before: { arn: `arn:aws:lambda:${place}:function:eks-hook-smoke`, timeoutMinutes: 5 } },
});

describe('a request to upgrade', () => {
  it.each([
    { to: '1.36' },
    { to: '1.36', only: 'controlPlane' },
    { only: 'nodes' },
    { only: 'addons' },
    { to: '1.36', waivers: [waiver({}), waiver({ finding: 'insight-error' })] },
    hook('us-west-2:111122223333'),
    { action: 'rollBack' },
  ])('is accepted: %j', (members) => {
    expect(upgradeProblem(request(members), asked)).toBeUndefined();
  });

  it.each([
    [{}, 'detail.to', 'found nothing'],
    [hook('us-east-1:111122223333'), 'detail.hooks.before.arn', 'allowed one of the account and region'],
    [hook('us-west-2:444455556666'), 'detail.hooks.before.arn', 'us-west-2:111122223333'],
    [{ only: 'controlPlane' }, 'detail.to', 'found nothing'],
    [{ to: '1.36', only: 'nodes' }, 'detail.to', 'found 1.36, allowed nothing'],
    [
      {
        to: '1.36',
        images: [
          { nodeGroup: 'web', image: 'ami-0123456789abcdef0' },
          { nodeGroup: 'web', image: 'ami-0123456789abcdef1' },
        ],
      },
      'detail.images',
      'two images for web',
    ],
    [
      { to: '1.36', waivers: [waiver({ finding: 'node-skew' })] },
      'detail.waivers[0].finding',
      'found node-skew',
    ],
    [
      { to: '1.36', waivers: [waiver({ finding: 'toString' })] },
      'detail.waivers[0].finding',
      'found toString',
    ],
    [
      { to: '1.36', waivers: [waiver({}), waiver({ until: '2026-12-01T00:00:00Z' })] },
      'detail.waivers[1].until',
      'it has run out',
    ],
  ])('is refused: %j', (members, path, message) => {
    const problem = upgradeProblem(request(members), asked);
    expect(problem).toMatchObject({ path });
    expect(problem?.message).toContain(message);
  });

  it('is refused for a cluster that the fleet does not have', () => {
    expect(upgradeProblem(request({ to: '1.36' }), { ...asked, registered: undefined })?.path).toBe(
      'detail.cluster',
    );
  });
});
