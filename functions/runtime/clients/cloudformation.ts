import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { perEnvironment } from '../execution-environment.ts';

export const cloudFormationClient = perEnvironment(() => new CloudFormationClient({}));
