import { SFNClient } from '@aws-sdk/client-sfn';
import { StepFunctionsExecutions } from '../../../aws/executions.ts';
import { perEnvironment } from '../execution-environment.ts';

export const executions = perEnvironment(() => new StepFunctionsExecutions(new SFNClient({})));
