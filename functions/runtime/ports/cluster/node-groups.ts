import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { AwsNodeGroups } from '../../../../aws/eks/node-groups.ts';
import { eksClient } from '../../clients/eks.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const nodeGroups = perEnvironment(() => new AwsNodeGroups(eksClient(), new AutoScalingClient({})));
