import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { Ec2OwnGroups } from '../../../../aws/ec2/own-groups.ts';
import { ec2Client } from '../../clients/ec2.ts';
import { iamClient } from '../../clients/iam.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const ownGroups = perEnvironment(
  () => new Ec2OwnGroups(new AutoScalingClient({}), ec2Client, iamClient),
);
