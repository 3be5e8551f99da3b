import { AwsError } from '../aws-error.ts';
import { sampleDurationMs } from '../durations.ts';
import { operationsOf } from '../modelled-members.ts';
import type { Region, StepFunctionsPort } from '../region.ts';
import type { Authorization, Caller, Operation, ResourceProvider, Service } from '../service.ts';
import type { Execution, ExecutionHost } from './executions/execution.ts';
import { Executions } from './executions/executions.ts';
import { publishStatus } from './executions/status-events.ts';
import type { IntegrationHooks } from './integrations/integration.ts';
import { runIntegration } from './integrations/run-integration.ts';
import { failureOf } from './integrations/service-failure.ts';
import { countStatus } from './metrics.ts';
import { authorizationsOf } from './operations/authorization.ts';
import { executionOperations } from './operations/execution-operations.ts';
import { stateMachineOperations } from './operations/state-machine-operations.ts';
import { tagOperations } from './operations/tags.ts';
import { taskOperations } from './operations/task-operations.ts';
import { stateMachineProvider } from './state-machines/resource-type.ts';
import { StateMachines } from './state-machines/state-machines.ts';
import type { TaskRequest } from './tasks/request.ts';
import { TaskTokens } from './tasks/tokens.ts';
import { TransitionBucket } from './transition-bucket.ts';

export interface StepFunctionsService extends Service, StepFunctionsPort {
  /** State transitions so far, as AWS bills Standard workflows: each state entered and each retry. */
  readonly stateTransitions: number;
  /** The history of an execution, for reports and tests. */
  execution(executionArn: string): Execution;
}

/**
 * Step Functions of one region: Standard workflows in JSONata (docs/simulator.md lists the parts that are modelled).
 */
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
  readonly #bucket: TransitionBucket;
  readonly #sessions = new WeakMap<Execution, string>();
  readonly #waiters = new Map<string, (() => void)[]>();
  readonly #hooks: IntegrationHooks = {
    awaitToken: (token, request) => this.#tokens.await(token, request),
    whenExecutionEnds: (arn, run) => {
      if (this.#executions.get(arn).status !== 'RUNNING') run();
      else this.#waiters.set(arn, [...(this.#waiters.get(arn) ?? []), run]);
    },
  };

  constructor(region: Region) {
    this.#region = region;
    this.#machines = new StateMachines(region);
    this.#tokens = new TaskTokens(region.kernel);
    this.#bucket = new TransitionBucket(region.kernel, region.name, region.settings);
    this.#executions = new Executions(region, this.#host());
    this.operations = operationsOf(region.kernel, 'states', {
      ...stateMachineOperations(this.#machines, (arn) => this.#delete(arn)),
      ...executionOperations(this.#machines, this.#executions),
      ...taskOperations(this.#tokens),
      ...tagOperations(this.#machines),
    });
    this.resourceTypes = {
      'AWS::StepFunctions::StateMachine': stateMachineProvider(region, this.#machines, (arn) =>
        this.#delete(arn),
      ),
    };
  }

  authorize(operation: string, input: Readonly<Record<string, unknown>>): readonly Authorization[] {
    return authorizationsOf(this.#region, operation, input, this.#tokens);
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
    const machine = this.#machines.get(request.stateMachineArn);
    return { executionArn: this.#executions.start(machine, request.input, request.name).facts.arn };
  }

  #delete(arn: string): void {
    const machine = this.#machines.startDeleting(arn);
    if (machine) this.#removeDeleted(machine.arn);
  }

  /** A machine that is being deleted goes when its last execution has. */
  #removeDeleted(arn: string): void {
    const executions = this.#executions.of(arn);
    if (executions.some(({ status }) => status === 'RUNNING')) return;
    this.#executions.forget(arn);
    this.#machines.remove(arn);
  }

  #host(): ExecutionHost {
    const region = this.#region;
    const { kernel } = region;
    return {
      kernel,
      transitionMs: () => this.#overheadMs() + this.#bucket.takeMs(),
      overheadMs: () => this.#overheadMs(),
      newTaskToken: (execution) => this.#tokens.issue(execution.facts.stateMachineArn),
      runTask: (execution, request) => this.#runTask(execution, request),
      onTransition: (execution, state, transition, item) => {
        this.stateTransitions++;
        this.#trace(execution, { transition, state, ...(item === undefined ? {} : { item }) });
        this.#stopIfDeleted(execution);
      },
      onStatus: (execution) => {
        this.#trace(execution, { transition: 'execution', status: execution.status });
        publishStatus(region, execution);
        countStatus(region, execution);
        if (execution.status !== 'RUNNING') this.#tellWaiters(execution.facts.arn);
      },
    };
  }

  #runTask(execution: Execution, request: TaskRequest): void {
    const region = this.#region;
    const { facts } = execution;
    try {
      const caller = region.roles.assume(
        facts.roleArn,
        'states.amazonaws.com',
        this.#session(execution),
        facts.stateMachineArn,
      );
      runIntegration({ region, hooks: this.#hooks, execution: facts, caller, request });
    } catch (error) {
      // The role was deleted, or trusts Step Functions no more, while the execution ran.
      if (!(error instanceof AwsError)) throw error;
      const failure = failureOf(request.resource, error, region);
      request.failed(failure.errorName, failure.errorCause);
    }
  }

  #overheadMs(): number {
    const { kernel, settings } = this.#region;
    return sampleDurationMs(kernel, 'states/transition', settings.durationScale);
  }

  /** Tells an execution's end to those who wait for it, a little later, as by the event about it. */
  #tellWaiters(arn: string): void {
    for (const run of this.#waiters.get(arn) ?? []) this.#region.kernel.after(this.#overheadMs(), run);
    this.#waiters.delete(arn);
  }

  #trace(execution: Execution, members: Record<string, unknown>): void {
    const { kernel, name } = this.#region;
    const { arn, stateMachineName } = execution.facts;
    kernel.trace.record({
      at: kernel.now(),
      kind: 'transition',
      region: name,
      stateMachine: stateMachineName,
      execution: arn,
      ...members,
    });
  }

  /** DeleteStateMachine: a running execution ends at its next transition, and is deleted with its machine. */
  #stopIfDeleted(execution: Execution): void {
    const arn = execution.facts.stateMachineArn;
    if (!this.#machines.isDeleting(arn)) return;
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
}
