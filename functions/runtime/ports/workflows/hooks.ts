import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { AwsHooks } from '../../../../aws/stepfunctions/hooks.ts';
import { HOOK_FUNCTION_SECONDS } from '../../../../domain/upgrade/request.ts';
import { perEnvironment } from '../../execution-environment.ts';

/** A function that is not done in time is given up before this task is: so the failure says which it was. */
const asking = { requestTimeout: HOOK_FUNCTION_SECONDS * 1000, throwOnRequestTimeout: true };

const stepFunctions = perEnvironment(() => new SFNClient({}));
const lambda = perEnvironment(() => new LambdaClient({ maxAttempts: 1, requestHandler: asking }));

/** State machines and functions of the user's, in the function's own region. */
export const hooks = perEnvironment(() => new AwsHooks(stepFunctions, lambda));
