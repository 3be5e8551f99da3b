import { describe, expect, it } from '@jest/globals';
import { desiredControlPlane } from '../../../domain/desired/control-plane.ts';
import { observeControlPlane } from '../../../domain/observe/control-plane.ts';
import { targetControlPlane } from '../../../domain/observe/target-control-plane.ts';
import type { DescribedCluster, EksPort } from '../../../domain/ports/eks.ts';
import { account, configOf, factsOf } from '../desired/fixtures.ts';

const startedAt = '2026-11-24T10:00:00.000Z';

/** EKS with a cluster as the document says, at 1.34, and an update of it that failed then. */
function eksWith(
  failed: { readonly at: string; readonly reason: string } | undefined,
): Pick<EksPort, 'describeCluster' | 'failedUpdate'> {
  const config = configOf();
  const { request } = desiredControlPlane(config, account, factsOf(config));
  const cluster: DescribedCluster = {
    arn: 'arn:aws:eks:us-west-2:111122223333:cluster/shop',
    status: 'ACTIVE',
    ...request,
    version: '1.34',
  };
  return {
    describeCluster: async (name) => (name === 'shop' ? cluster : undefined),
    failedUpdate: async (name, since) =>
      failed && name === 'shop' && failed.at >= since ? failed.reason : undefined,
  };
}

const look = async (privateAccess: boolean, failed?: { readonly at: string; readonly reason: string }) => {
  const config = configOf({ vpc: { clusterEndpoints: { privateAccess } } });
  const target = { config, account, subnets: [], startedAt };
  return (await observeControlPlane(target, factsOf(config), eksWith(failed))).decision;
};

describe('a look at the control plane', () => {
  const reason = 'not enough addresses';
  it('finds the next change, or that there is none', async () => {
    expect(await look(true)).toMatchObject({ do: 'update', change: { operation: 'UpdateClusterConfig' } });
    expect(await look(false)).toEqual({ do: 'nothing' });
  });

  it('ends the operation whose own update failed: EKS would fail the same again', async () => {
    expect(await look(true, { at: '2026-11-24T10:05:00.000Z', reason })).toEqual({ do: 'fail', reason });
  });

  it('tries again what failed for an operation before, and minds no failure where all is right', async () => {
    expect(await look(true, { at: '2026-11-24T09:59:00.000Z', reason })).toMatchObject({ do: 'update' });
    expect(await look(false, { at: '2026-11-24T10:05:00.000Z', reason })).toEqual({ do: 'nothing' });
  });
});

describe('the control plane of a cluster that sleeps', () => {
  const computeOf = (more: Record<string, unknown>, hasNoBuiltInPools: boolean | undefined) => {
    const config = configOf(more);
    const asleep = hasNoBuiltInPools === undefined ? {} : { asleep: { groups: [], hasNoBuiltInPools } };
    return targetControlPlane({ config, account, ...asleep } as never, factsOf(config)).request.computeConfig;
  };
  const auto = { autoModeConfig: { enabled: true } };

  it('is without Auto Mode’s own pools, if it was put to sleep without them', () => {
    expect(computeOf(auto, true)).toEqual({ enabled: true });
    expect(computeOf(auto, false)).toMatchObject({ nodePools: ['general-purpose', 'system'] });
    expect(computeOf(auto, undefined)).toMatchObject({ nodePools: ['general-purpose', 'system'] });
    expect(computeOf({}, true)).toBeUndefined();
  });
});
