import { EC2Client } from '@aws-sdk/client-ec2';
import { perEnvironment } from '../execution-environment.ts';

export const ec2Client = perEnvironment(() => new EC2Client({}));
