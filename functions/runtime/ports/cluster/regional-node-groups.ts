import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { EKSClient } from '@aws-sdk/client-eks';
import { AwsNodeGroups } from '../../../../aws/eks/node-groups.ts';
import type { NodeGroupsPort } from '../../../../domain/ports/node-groups.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { IMPATIENT } from '../../impatient.ts';

/** Node groups of clusters in any region. */
export const regionalNodeGroups = perEnvironment(
  () =>
    (region: string): Pick<NodeGroupsPort, 'groups'> =>
      new AwsNodeGroups(
        new EKSClient({ region, ...IMPATIENT }),
        new AutoScalingClient({ region, ...IMPATIENT }),
      ),
);
