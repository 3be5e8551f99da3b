import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import * as z from 'zod';
import { name, writtenStep } from '../step.ts';

/** Sizes that a person gives the self-managed groups of a cluster at Auto Scaling itself. */
const resizing = z.strictObject({
  cluster: name,
  region: name,
  minSize: z.int().min(0).optional(),
  desiredCapacity: z.int().min(0).optional(),
  maxSize: z.int().min(0).optional(),
});

/**
 * All groups of the cluster but EKS's own, by the tag of its nodes; a refusal of Auto Scaling is no failure of the
 * step.
 */
async function resize({ cluster, region, ...sizes }: z.output<typeof resizing>): Promise<void> {
  const client = new AutoScalingClient({ region });
  const { AutoScalingGroups = [] } = await client.send(
    new DescribeAutoScalingGroupsCommand({
      Filters: [{ Name: 'tag-key', Values: [`kubernetes.io/cluster/${cluster}`] }],
    }),
  );
  const given = {
    ...(sizes.minSize === undefined ? {} : { MinSize: sizes.minSize }),
    ...(sizes.desiredCapacity === undefined ? {} : { DesiredCapacity: sizes.desiredCapacity }),
    ...(sizes.maxSize === undefined ? {} : { MaxSize: sizes.maxSize }),
  };
  const own = AutoScalingGroups.filter(
    ({ Tags = [] }) => !Tags.some(({ Key }) => Key === 'eks:nodegroup-name'),
  );
  for (const { AutoScalingGroupName } of own)
    await client
      .send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, ...given }))
      .catch((error: unknown) => {
        if ((error as { readonly $fault?: string }).$fault !== 'client') throw error;
      });
}

/** Somebody resizes the groups of a cluster past EKS and past the fleet. */
export const resizeGroups = writtenStep(z.strictObject({ resizeGroups: resizing }), (step, on) =>
  on.drive(on.untilAnswered(() => resize(step.resizeGroups))),
);
