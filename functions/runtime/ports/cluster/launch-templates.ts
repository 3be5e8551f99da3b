import { Ec2LaunchTemplates } from '../../../../aws/ec2/launch-templates.ts';
import { ec2Client } from '../../clients/ec2.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const launchTemplates = perEnvironment(() => new Ec2LaunchTemplates(ec2Client));
