import { ECRClient } from '@aws-sdk/client-ecr';
import { EcrPullThroughCache } from '../../../../aws/pull-through-cache.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const pullThroughCache = perEnvironment(() => new EcrPullThroughCache(new ECRClient({})));
