import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { EKSClient } from '@aws-sdk/client-eks';
import { answeredWithin } from '../../../../aws/answered-within.ts';
import { AwsNodeGroups } from '../../../../aws/eks/node-groups.ts';
import { named } from '../../../../aws/errors.ts';
import type { NodeGroupsPort } from '../../../../domain/ports/node-groups.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { IMPATIENT } from '../../impatient.ts';

/** The time that a region has for all of a cluster's groups. */
const PATIENCE_MS = 15_000;

/** Node groups of clusters in any region. */
export const regionalNodeGroups = perEnvironment(() => (region: string): Pick<NodeGroupsPort, 'groups'> => {
  const port = new AwsNodeGroups(
    new EKSClient({ region, ...IMPATIENT }),
    new AutoScalingClient({ region, ...IMPATIENT }),
  );
  return { groups: (name) => named(answeredWithin(PATIENCE_MS, port.groups(name))) };
});
