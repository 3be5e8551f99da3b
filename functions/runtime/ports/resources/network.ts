import { Ec2Network } from '../../../../aws/ec2/network.ts';
import { ec2Client } from '../../clients/ec2.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const network = perEnvironment(() => new Ec2Network(ec2Client()));
