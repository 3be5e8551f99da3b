import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { AwsScalingGroups } from '../../../../aws/ec2/scaling-groups.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const scalingGroups = perEnvironment(() => new AwsScalingGroups(new AutoScalingClient({})));
