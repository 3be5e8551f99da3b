import { EKSClient } from '@aws-sdk/client-eks';
import { perEnvironment } from '../execution-environment.ts';

export const eksClient = perEnvironment(() => new EKSClient({}));
