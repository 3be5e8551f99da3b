import { EKSClient } from '@aws-sdk/client-eks';
import { EksKubernetes } from '../../../aws/kubernetes.ts';
import { perEnvironment } from '../execution-environment.ts';

export const kubernetes = perEnvironment(() => new EksKubernetes(new EKSClient({}).config));
