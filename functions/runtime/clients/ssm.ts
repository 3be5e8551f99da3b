import { SSMClient } from '@aws-sdk/client-ssm';
import { perEnvironment } from '../execution-environment.ts';

export const ssmClient = perEnvironment(() => new SSMClient({}));
