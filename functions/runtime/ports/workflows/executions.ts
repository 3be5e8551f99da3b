import { SFNClient } from '@aws-sdk/client-sfn';
import { StepFunctionsExecutions } from '../../../../aws/stepfunctions/executions.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const executions = perEnvironment(() => new StepFunctionsExecutions(new SFNClient({})));
