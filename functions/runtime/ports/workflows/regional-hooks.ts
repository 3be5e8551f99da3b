import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { AwsHooks } from '../../../../aws/stepfunctions/hooks.ts';
import type { HooksPort } from '../../../../domain/ports/hooks.ts';
import { HOOK_FUNCTION_SECONDS } from '../../../../domain/upgrade/request.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { IMPATIENT } from '../../impatient.ts';

const asking = { requestTimeout: HOOK_FUNCTION_SECONDS * 1000, throwOnRequestTimeout: true };

/** State machines and functions of the user's, in any region. */
export const regionalHooks = perEnvironment(
  () =>
    (region: string): HooksPort =>
      new AwsHooks(
        () => new SFNClient({ region, ...IMPATIENT }),
        () => new LambdaClient({ region, maxAttempts: 1, requestHandler: asking }),
      ),
);
