import { EC2Client } from '@aws-sdk/client-ec2';
import { Ec2Leftovers } from '../../../aws/leftovers.ts';
import { perEnvironment } from '../execution-environment.ts';

export const leftovers = perEnvironment(() => new Ec2Leftovers(new EC2Client({})));
