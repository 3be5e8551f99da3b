import { expect, it } from '@jest/globals';
import { shownManaged } from '../../../simulator/autoscaling/managed-groups.ts';
import type { AutoScalingState } from '../../../simulator/autoscaling/state.ts';

const instance = (InstanceId: string, Name: string) => ({
  InstanceId,
  State: { Name },
  Tags: [{ Key: 'aws:autoscaling:groupName', Value: 'eks-web' }],
});

/** Auto Scaling beside an EC2 that has these instances. */
const stateWith = (Instances: readonly object[]) =>
  ({
    ask: async () => ({ Reservations: [{ Instances }] }),
    region: { arn: () => 'arn', network: { subnet: () => undefined } },
  }) as unknown as AutoScalingState;

// Auto Scaling guide, "Amazon EC2 Auto Scaling instance lifecycle": an instance waits in Terminating:Wait for its hook.
it('the group of a managed node group shows an instance that is drained as waiting for its end', async () => {
  const state = stateWith([
    instance('i-stays', 'running'),
    instance('i-drained', 'running'),
    instance('i-ends', 'shutting-down'),
  ]);
  const sizes = { minSize: 0, maxSize: 3, desiredSize: 1 };
  const group = { name: 'eks-web', sizes, subnetIds: [], tags: {}, attempts: [], createdAt: new Date(0) };
  const [shown] = await shownManaged(state, [{ ...group, drainingIds: new Set(['i-drained', 'i-ends']) }]);
  expect(shown?.Instances?.map(({ LifecycleState }) => LifecycleState)).toEqual([
    'InService',
    'Terminating:Wait',
    'Terminating',
  ]);
});
