import { EKSClient } from '@aws-sdk/client-eks';
import { EksContents } from '../../../aws/cluster-contents.ts';
import { perEnvironment } from '../execution-environment.ts';

export const contents = perEnvironment(() => new EksContents(new EKSClient({})));
