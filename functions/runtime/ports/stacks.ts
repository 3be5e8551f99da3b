import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudFormationStacks } from '../../../aws/stacks.ts';
import { perEnvironment, variable } from '../execution-environment.ts';

/** For tasks that read stacks. */
export const stacks = perEnvironment(() => new CloudFormationStacks(new CloudFormationClient({})));

/** For tasks that change stacks, which CloudFormation does as the service role. */
export const changingStacks = perEnvironment(
  () => new CloudFormationStacks(new CloudFormationClient({}), variable('STACKS_ROLE_ARN')),
);
