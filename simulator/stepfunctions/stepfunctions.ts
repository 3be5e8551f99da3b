import type {
  CreateStateMachineInput,
  DescribeExecutionOutput,
  DescribeStateMachineForExecutionOutput,
  GetExecutionHistoryInput,
  ListExecutionsInput,
  ListStateMachinesInput,
  StartExecutionInput,
  StopExecutionInput,
  UpdateStateMachineInput,
} from '@aws-sdk/client-sfn';
import { sampleDurationMs } from '../durations.ts';
import { type ModelledOperation, operationsOf } from '../modelled-members.ts';
import type { Region, StepFunctionsPort } from '../region.ts';
import type { Authorization, Caller, Operation, ResourceProvider, Service } from '../service.ts';
import { authorizationsOf } from './authorization.ts';
import type { Execution, ExecutionHost } from './execution.ts';
import { Executions } from './executions.ts';
import { runIntegration } from './integrations/run-integration.ts';
import { pageOf } from './pages.ts';
import { stateMachineProvider } from './resource-type.ts';
import { StateMachines } from './state-machines.ts';
import { publishStatus, redriveStatus } from './status-events.ts';
import { tagOperations } from './tags.ts';
import { TaskTokens } from './task-tokens.ts';
import { validateDefinition } from './validate.ts';

export interface StepFunctionsService extends Service, StepFunctionsPort {
  /** State transitions so far, as AWS bills Standard workflows: each state entered and each retry. */
  readonly stateTransitions: number;
  /** The history of an execution, for reports and tests. */
  execution(executionArn: string): Execution;
}

/** GetExecutionHistory and the lists: 100 items a page unless asked otherwise, 1,000 at most. */
const PAGE_SIZE = 100;

/** Step Functions of one region: Standard workflows in JSONata (docs/simulator.md says what is modelled). */
export const createStepFunctions = (region: Region): StepFunctionsService => new StepFunctions(region);

class StepFunctions implements StepFunctionsService {
  readonly signingName = 'states';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resourceTypes: Readonly<Record<string, ResourceProvider>>;
  stateTransitions = 0;
  readonly #region: Region;
  readonly #machines: StateMachines;
  readonly #executions: Executions;
  readonly #tokens: TaskTokens;
  readonly #sessions = new WeakMap<Execution, string>();

  constructor(region: Region) {
    this.#region = region;
    this.#machines = new StateMachines(region);
    this.#tokens = new TaskTokens(region.kernel);
    this.#executions = new Executions(region, this.#host());
    this.operations = operationsOf(region.kernel, 'states', {
      ...this.#stateMachineOperations(),
      ...this.#executionOperations(),
      ...this.#taskOperations(),
      ...tagOperations(this.#machines),
    });
    this.resourceTypes = {
      'AWS::StepFunctions::StateMachine': stateMachineProvider(region, this.#machines, (arn) =>
        this.#delete(arn),
      ),
    };
  }

  authorize(operation: string, input: Readonly<Record<string, unknown>>): readonly Authorization[] {
    return authorizationsOf(this.#region, operation, input);
  }

  execution(executionArn: string): Execution {
    return this.#executions.get(executionArn);
  }

  /** As a rule or schedule starts one; the caller is judged by the permission that its role has. */
  startExecution(
    request: { readonly stateMachineArn: string; readonly input: string; readonly name?: string },
    caller: Caller,
  ): { readonly executionArn: string } {
    this.#region.authorize(caller, { action: 'states:StartExecution', resource: request.stateMachineArn });
    return { executionArn: this.#start(request).facts.arn };
  }

  #start(request: {
    stateMachineArn?: string | undefined;
    input?: string | undefined;
    name?: string | undefined;
  }) {
    const machine = this.#machines.get(request.stateMachineArn ?? '');
    return this.#executions.start(machine, request.input ?? '{}', request.name);
  }

  #delete(arn: string): void {
    const machine = this.#machines.startDeleting(arn);
    if (machine) this.#removeDeleted(machine.arn);
  }

  /** A machine that is being deleted goes when its last execution has. */
  #removeDeleted(arn: string): void {
    const executions = this.#executions.of(arn);
    if (executions.some(({ status }) => status === 'RUNNING')) return;
    for (const execution of executions) this.#executions.forget(execution);
    this.#machines.remove(arn);
  }

  #host(): ExecutionHost {
    const region = this.#region;
    const { kernel } = region;
    return {
      kernel,
      transitionMs: () => sampleDurationMs(kernel, 'states/transition', region.settings.durationScale),
      newTaskToken: () => this.#tokens.issue(),
      runTask: (execution, request) => {
        const { facts } = execution;
        const caller = region.roles.assume(facts.roleArn, 'states.amazonaws.com', this.#session(execution));
        runIntegration({ region, execution: facts, caller, request }, (token) =>
          this.#tokens.await(token, request),
        );
      },
      onTransition: (execution, state, transition) => {
        this.stateTransitions++;
        this.#trace(execution, { transition, state });
        this.#stopIfDeleted(execution);
      },
      onStatus: (execution) => {
        this.#trace(execution, { transition: 'execution', status: execution.status });
        publishStatus(region, execution);
      },
    };
  }

  #trace(execution: Execution, members: Record<string, unknown>): void {
    const { kernel, name } = this.#region;
    const { arn, stateMachineName } = execution.facts;
    const entry = { at: kernel.now(), kind: 'transition', region: name, stateMachine: stateMachineName };
    kernel.trace.record({ ...entry, execution: arn, ...members });
  }

  /** DeleteStateMachine: a running execution ends at its next transition, and is deleted with its machine. */
  #stopIfDeleted(execution: Execution): void {
    const arn = execution.facts.stateMachineArn;
    const machine = this.#machines.list().find((one) => one.arn === arn);
    if (machine?.status !== 'DELETING') return;
    execution.stop(undefined, undefined);
    this.#removeDeleted(arn);
  }

  /** The session name of an execution's role: 32 letters, as seen in CloudTrail. */
  #session(execution: Execution): string {
    let session = this.#sessions.get(execution);
    if (session === undefined) {
      const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
      session = this.#region.kernel.random('states/session').text(32, letters);
      this.#sessions.set(execution, session);
    }
    return session;
  }

  #stateMachineOperations(): Record<string, ModelledOperation> {
    const machines = this.#machines;
    return {
      CreateStateMachine: {
        members: [
          ...[
            'name',
            'definition',
            'roleArn',
            'type',
            'loggingConfiguration',
            'tracingConfiguration',
            'tags',
          ],
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
          this.#delete(input.stateMachineArn);
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

  #executionOperations(): Record<string, ModelledOperation> {
    const executions = this.#executions;
    return {
      StartExecution: {
        // `traceHeader` only names an X-Ray trace.
        members: ['stateMachineArn', 'name', 'input', 'traceHeader'],
        run: (input: StartExecutionInput) => {
          const { facts } = this.#start(input);
          return { executionArn: facts.arn, startDate: new Date(facts.startedAt) };
        },
      },
      StopExecution: {
        members: ['executionArn', 'error', 'cause'],
        run: (input: StopExecutionInput) => {
          const execution = executions.get(input.executionArn ?? '');
          execution.stop(input.error, input.cause);
          return { stopDate: new Date(execution.stoppedAt ?? this.#region.kernel.now()) };
        },
      },
      DescribeExecution: {
        members: ['executionArn'],
        run: (input: { executionArn: string }) => describeExecution(executions.get(input.executionArn)),
      },
      DescribeStateMachineForExecution: {
        members: ['executionArn'],
        run: (input: { executionArn: string }) =>
          this.#machineForExecution(executions.get(input.executionArn)),
      },
      ListExecutions: {
        members: ['stateMachineArn', 'statusFilter', 'maxResults', 'nextToken'],
        run: (input: ListExecutionsInput) => this.#listExecutions(input),
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

  #listExecutions(input: ListExecutionsInput): Record<string, unknown> {
    const { arn } = this.#machines.get(input.stateMachineArn ?? '');
    const matching = this.#executions
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

  #machineForExecution({ facts, machine }: Execution): DescribeStateMachineForExecutionOutput {
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

  #taskOperations(): Record<string, ModelledOperation> {
    const tokens = this.#tokens;
    const done = (act: () => void) => {
      act();
      return {};
    };
    return {
      SendTaskSuccess: {
        members: ['taskToken', 'output'],
        run: (input: { taskToken: string; output: string }) =>
          done(() => tokens.succeed(input.taskToken, input.output)),
      },
      SendTaskFailure: {
        members: ['taskToken', 'error', 'cause'],
        run: (input: { taskToken: string; error?: string; cause?: string }) =>
          done(() => tokens.fail(input.taskToken, input.error, input.cause)),
      },
      SendTaskHeartbeat: {
        members: ['taskToken'],
        run: (input: { taskToken: string }) => done(() => tokens.heartbeat(input.taskToken)),
      },
    };
  }
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

const DATA = ['input', 'inputDetails', 'output', 'outputDetails', 'parameters', 'error', 'cause'];

/** An event without its input and output, as `includeExecutionData: false` asks. */
function withoutData(event: object): object {
  return Object.fromEntries(
    Object.entries(event).map(([member, value]) => {
      if (!member.endsWith('EventDetails')) return [member, value];
      const kept = Object.entries(value as object).filter(([name]) => !DATA.slice(0, 5).includes(name));
      return [member, Object.fromEntries(kept)];
    }),
  );
}
