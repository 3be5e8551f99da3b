import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { EKSClient } from '@aws-sdk/client-eks';
import { AwsNodeGroups } from '../../../aws/node-groups.ts';
import { perEnvironment } from '../execution-environment.ts';

export const nodeGroups = perEnvironment(
  () => new AwsNodeGroups(new EKSClient({}), new AutoScalingClient({})),
);
