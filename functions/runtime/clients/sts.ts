import { STSClient } from '@aws-sdk/client-sts';
import { perEnvironment } from '../execution-environment.ts';

export const stsClient = perEnvironment(() => new STSClient({}));
