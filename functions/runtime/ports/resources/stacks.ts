import { CloudFormationStacks } from '../../../../aws/cloudformation/stacks.ts';
import { cloudFormationClient } from '../../clients/cloudformation.ts';
import { perEnvironment, variable } from '../../execution-environment.ts';

/** For tasks that read stacks. */
export const stacks = perEnvironment(() => new CloudFormationStacks(cloudFormationClient()));

/** For tasks that change stacks, which CloudFormation does as the service role. */
export const changingStacks = perEnvironment(
  () => new CloudFormationStacks(cloudFormationClient(), variable('STACKS_ROLE_ARN')),
);
