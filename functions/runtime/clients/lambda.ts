import { LambdaClient } from '@aws-sdk/client-lambda';
import { perEnvironment } from '../execution-environment.ts';

/** Asks once: a request that it carries may change something, and the state machines are who tries again. */
export const lambdaClient = perEnvironment(() => new LambdaClient({ maxAttempts: 1 }));
