import type { Nodegroup } from '@aws-sdk/client-eks';
import { AwsError } from '../../../simulator/aws-error.ts';
import { NODEGROUP, type World, worldWithCluster } from './world.ts';

export const web = { clusterName: 'shop', nodegroupName: 'web' };
export const describeWeb = (world: World) =>
  world.call<{ nodegroup: Nodegroup }>('DescribeNodegroup', web).nodegroup;
export const NO_CAPACITY = new AwsError(
  'InsufficientInstanceCapacity',
  'We currently do not have sufficient capacity.',
);

export async function withGroup(request: Record<string, unknown> = {}, cluster = {}): Promise<World> {
  const world = await worldWithCluster({ version: '1.34', ...cluster });
  world.call('CreateNodegroup', { ...NODEGROUP, ...request });
  await world.settle();
  return world;
}
