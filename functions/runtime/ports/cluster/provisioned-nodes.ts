import { Ec2ProvisionedNodes } from '../../../../aws/ec2/provisioned-nodes.ts';
import { ec2Client } from '../../clients/ec2.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const provisionedNodes = perEnvironment(() => new Ec2ProvisionedNodes(ec2Client));
