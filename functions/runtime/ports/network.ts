import { EC2Client } from '@aws-sdk/client-ec2';
import { Ec2Network } from '../../../aws/network.ts';
import { perEnvironment } from '../execution-environment.ts';

export const network = perEnvironment(() => new Ec2Network(new EC2Client({})));
