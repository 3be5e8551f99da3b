import { KMSClient } from '@aws-sdk/client-kms';
import { perEnvironment } from '../execution-environment.ts';

export const kmsClient = perEnvironment(() => new KMSClient({}));
