import { SFNClient } from '@aws-sdk/client-sfn';
import { StepFunctionsTaskTokens } from '../../../../aws/stepfunctions/task-tokens.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const taskTokens = perEnvironment(() => new StepFunctionsTaskTokens(new SFNClient({})));
