import type {
  CreateStateMachineInput,
  ListStateMachinesInput,
  UpdateStateMachineInput,
} from '@aws-sdk/client-sfn';
import type { ModelledOperation } from '../../modelled-members.ts';
import type { StateMachines } from '../state-machines/state-machines.ts';
import { PAGE_SIZE, pageOf } from './pages.ts';
import { validateDefinition } from './validate.ts';

/** Operations on state machines themselves. */
export function stateMachineOperations(
  machines: StateMachines,
  remove: (arn: string) => void,
): Record<string, ModelledOperation> {
  return {
    CreateStateMachine: {
      members: [
        'name',
        'definition',
        'roleArn',
        'type',
        'loggingConfiguration',
        'tracingConfiguration',
        'tags',
      ],
      run: (input: CreateStateMachineInput, { caller }) => machines.create(input, caller),
    },
    UpdateStateMachine: {
      members: ['stateMachineArn', 'definition', 'roleArn', 'loggingConfiguration', 'tracingConfiguration'],
      run: (input: UpdateStateMachineInput, { caller }) => machines.update(input, caller),
    },
    DeleteStateMachine: {
      members: ['stateMachineArn'],
      run: (input: { stateMachineArn: string }) => {
        remove(input.stateMachineArn);
        return {};
      },
    },
    DescribeStateMachine: {
      members: ['stateMachineArn'],
      run: (input: { stateMachineArn: string }) => machines.describe(input.stateMachineArn),
    },
    ListStateMachines: {
      members: ['maxResults', 'nextToken'],
      run: (input: ListStateMachinesInput) => {
        const { page, nextToken } = pageOf(machines.list(), input, PAGE_SIZE);
        const stateMachines = page.map(({ arn, name, createdAt }) => ({
          stateMachineArn: arn,
          name,
          type: 'STANDARD',
          creationDate: new Date(createdAt),
        }));
        return { stateMachines, nextToken };
      },
    },
    ValidateStateMachineDefinition: {
      members: ['definition', 'type', 'severity'],
      run: validateDefinition,
    },
  };
}
