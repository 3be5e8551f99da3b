import { IAMClient } from '@aws-sdk/client-iam';
import { perEnvironment } from '../execution-environment.ts';

export const iamClient = perEnvironment(() => new IAMClient({}));
