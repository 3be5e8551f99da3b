import { Ec2Leftovers } from '../../../../aws/ec2/leftovers.ts';
import { ec2Client } from '../../clients/ec2.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const leftovers = perEnvironment(() => new Ec2Leftovers(ec2Client()));
