import { Ec2Leftovers } from '../../../aws/leftovers.ts';
import { ec2Client } from '../clients/ec2.ts';
import { perEnvironment } from '../execution-environment.ts';

export const leftovers = perEnvironment(() => new Ec2Leftovers(ec2Client()));
