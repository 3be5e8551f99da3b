import { LambdaClient } from '@aws-sdk/client-lambda';
import { AwsHookFunctions } from '../../../../aws/stepfunctions/hook-functions.ts';
import type { HookFunctionsPort } from '../../../../domain/ports/hooks.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { IMPATIENT } from '../../impatient.ts';

/** Functions of the user's, in any region, which are only looked at. */
export const regionalHookFunctions = perEnvironment(
  () =>
    (region: string): HookFunctionsPort =>
      new AwsHookFunctions(() => new LambdaClient({ region, ...IMPATIENT })),
);
