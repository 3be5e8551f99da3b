import type {
  DescribeExecutionOutput,
  DescribeStateMachineForExecutionOutput,
  GetExecutionHistoryInput,
  ListExecutionsInput,
  StartExecutionInput,
  StopExecutionInput,
} from '@aws-sdk/client-sfn';
import type { ModelledOperation } from '../../modelled-members.ts';
import type { Execution } from '../executions/execution.ts';
import type { Executions } from '../executions/executions.ts';
import { redriveStatus } from '../executions/status-events.ts';
import type { StateMachines } from '../state-machines/state-machines.ts';
import { PAGE_SIZE, pageOf } from './pages.ts';

/** Operations on executions. */
export function executionOperations(
  machines: StateMachines,
  executions: Executions,
): Record<string, ModelledOperation> {
  return {
    StartExecution: {
      // `traceHeader` only names an X-Ray trace.
      members: ['stateMachineArn', 'name', 'input', 'traceHeader'],
      run: (input: StartExecutionInput) => {
        const machine = machines.get(input.stateMachineArn ?? '');
        const { facts } = executions.start(machine, input.input ?? '{}', input.name);
        return { executionArn: facts.arn, startDate: new Date(facts.startedAt) };
      },
    },
    StopExecution: {
      members: ['executionArn', 'error', 'cause'],
      run: (input: StopExecutionInput) => {
        const execution = executions.get(input.executionArn ?? '');
        execution.stop(input.error, input.cause);
        return { stopDate: new Date(execution.stoppedAt ?? execution.facts.startedAt) };
      },
    },
    DescribeExecution: {
      members: ['executionArn'],
      run: (input: { executionArn: string }) => describeExecution(executions.get(input.executionArn)),
    },
    DescribeStateMachineForExecution: {
      members: ['executionArn'],
      run: (input: { executionArn: string }) => machineForExecution(executions.get(input.executionArn)),
    },
    ListExecutions: {
      members: ['stateMachineArn', 'statusFilter', 'maxResults', 'nextToken'],
      run: (input: ListExecutionsInput) => listExecutions(machines, executions, input),
    },
    GetExecutionHistory: {
      members: ['executionArn', 'maxResults', 'reverseOrder', 'nextToken', 'includeExecutionData'],
      run: (input: GetExecutionHistoryInput) => {
        const { events } = executions.get(input.executionArn ?? '').history;
        const ordered = input.reverseOrder ? [...events].reverse() : events;
        const { page, nextToken } = pageOf(ordered, input, PAGE_SIZE);
        return { events: input.includeExecutionData === false ? page.map(withoutData) : page, nextToken };
      },
    },
  };
}

function listExecutions(
  machines: StateMachines,
  all: Executions,
  input: ListExecutionsInput,
): Record<string, unknown> {
  const { arn } = machines.get(input.stateMachineArn ?? '');
  const matching = all
    .of(arn)
    .filter(({ status }) => input.statusFilter === undefined || status === input.statusFilter);
  const { page, nextToken } = pageOf(matching, input, PAGE_SIZE);
  const executions = page.map(({ facts, status, stoppedAt }) => ({
    executionArn: facts.arn,
    stateMachineArn: facts.stateMachineArn,
    name: facts.name,
    status,
    startDate: new Date(facts.startedAt),
    redriveCount: 0,
    ...(stoppedAt === undefined ? {} : { stopDate: new Date(stoppedAt) }),
  }));
  return { executions, nextToken };
}

function machineForExecution({ facts, machine }: Execution): DescribeStateMachineForExecutionOutput {
  return {
    stateMachineArn: facts.stateMachineArn,
    name: facts.stateMachineName,
    definition: machine.definitionText,
    roleArn: facts.roleArn,
    updateDate: new Date(machine.updatedAt),
    loggingConfiguration: machine.loggingConfiguration,
    tracingConfiguration: machine.tracingConfiguration,
    ...(machine.revisionId === undefined ? {} : { revisionId: machine.revisionId }),
  };
}

function describeExecution(execution: Execution): DescribeExecutionOutput {
  const { facts, status, stoppedAt, output, error, cause } = execution;
  const redrive = redriveStatus(execution);
  return {
    executionArn: facts.arn,
    stateMachineArn: facts.stateMachineArn,
    name: facts.name,
    status,
    startDate: new Date(facts.startedAt),
    ...(stoppedAt === undefined ? {} : { stopDate: new Date(stoppedAt) }),
    input: execution.inputText,
    inputDetails: { included: true },
    ...(output === undefined ? {} : { output, outputDetails: { included: true } }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    redriveCount: 0,
    redriveStatus: redrive.status as NonNullable<DescribeExecutionOutput['redriveStatus']>,
    ...(redrive.reason === undefined ? {} : { redriveStatusReason: redrive.reason }),
  };
}

const DATA = ['input', 'inputDetails', 'output', 'outputDetails', 'parameters'];

/** An event without its input and output, as `includeExecutionData: false` asks. */
function withoutData(event: object): object {
  return Object.fromEntries(
    Object.entries(event).map(([member, value]) => {
      if (!member.endsWith('EventDetails')) return [member, value];
      const kept = Object.entries(value as object).filter(([name]) => !DATA.includes(name));
      return [member, Object.fromEntries(kept)];
    }),
  );
}
