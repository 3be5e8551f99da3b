import { EKSClient } from '@aws-sdk/client-eks';
import { EksControlPlanes } from '../../../aws/eks.ts';
import { perEnvironment } from '../execution-environment.ts';

export const eks = perEnvironment(() => new EksControlPlanes(new EKSClient({})));
