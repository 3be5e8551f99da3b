import { EKSClient } from '@aws-sdk/client-eks';
import { EksClusterParts } from '../../../aws/cluster-parts.ts';
import { perEnvironment } from '../execution-environment.ts';

export const parts = perEnvironment(() => new EksClusterParts(new EKSClient({})));
