import type { Update } from '@aws-sdk/client-eks';
import { AwsError } from '../../simulator/aws-error.ts';
import type { Caller } from '../../simulator/service.ts';
import { eksWorld, NODEGROUP, role, type World, worldWithCluster } from '../../tests/simulator/eks/world.ts';

/** EKS's verdict on a situation: an error, or an entry of health.issues or of an update's errors. */
export interface Verdict {
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly members: Readonly<Record<string, unknown>>;
}

/** A situation in the world, and the operation that meets it. */
export interface Situation {
  readonly operation: string;
  readonly meet: () => Promise<Verdict | undefined>;
}

export const shop = { clusterName: 'shop' };
export const web = { ...shop, nodegroupName: 'web' };
export const principal = { ...shop, principalArn: role('person') };
export const profile = (name: string) => ({
  ...shop,
  fargateProfileName: name,
  podExecutionRoleArn: role('fargate'),
  selectors: [{ namespace: name }],
});
export const association = { ...shop, namespace: 'shop', serviceAccount: 'cart', roleArn: role('pod') };
export const coredns = { ...shop, addonName: 'coredns' };
export const scaling = (minSize: number, maxSize: number, desiredSize: number) => ({
  scalingConfig: { minSize, maxSize, desiredSize },
});

/** The refusal of a call in a world that `prepare` has brought into the situation. */
export function refused(
  operation: string,
  input: Record<string, unknown>,
  prepare: (world: World) => unknown = () => undefined,
  make: () => Promise<World> = () => worldWithCluster({ version: '1.34' }),
  caller?: Caller,
): Situation {
  return {
    operation,
    meet: async () => {
      const world = await make();
      await prepare(world);
      try {
        world.call(operation, input, caller);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return { code: error.code, message: error.message, members: error.members };
      }
      return undefined;
    },
  };
}

export const emptyWorld = async (): Promise<World> => eksWorld();
export const withGroup = async (world: World, more: Record<string, unknown> = {}): Promise<void> => {
  world.call('CreateNodegroup', { ...NODEGROUP, ...more });
  await world.settle();
};
export const protectionUpdate = (world: World): Update =>
  world.call<{ update: Update }>('UpdateClusterConfig', { name: 'shop', deletionProtection: true }).update;
export const exhaustSubnets = (world: World): void => {
  for (const [id, facts] of world.network.subnets) {
    world.network.subnets.set(id, { ...facts, availableIpAddressCount: 0 });
  }
};
export const upgrade = async (world: World, version: string): Promise<void> => {
  world.call('UpdateClusterVersion', { name: 'shop', version });
  await world.settle();
};
