import { AwsError } from '../../aws-error.ts';
import type { Region } from '../../region.ts';
import type { Json } from '../asl.ts';
import { assertName, executionDoesNotExist } from '../errors.ts';
import type { StateMachineRecord } from '../state-machines/state-machines.ts';
import { PAYLOAD_BYTES_MAX } from '../state-run.ts';
import { Execution, type ExecutionHost } from './execution.ts';

/** Quotas, "Execution history retention time": 90 days after an execution closed it is gone, and its name is free. */
const KEPT_MS = 90 * 24 * 3600 * 1000;

/** Executions that are let go of together, so that few starts look at all of them. */
const LET_GO_AT_ONCE = 100;

/** The executions of a region, by ARN and in the order of their start. */
export class Executions {
  readonly #region: Region;
  readonly #host: ExecutionHost;
  readonly #byArn = new Map<string, Execution>();
  readonly #byMachine = new Map<string, Execution[]>();

  constructor(region: Region, host: ExecutionHost) {
    this.#region = region;
    this.#host = host;
  }

  get(arn: string): Execution {
    const execution = this.#byArn.get(arn);
    if (!execution || this.#isForgotten(execution)) throw executionDoesNotExist(arn);
    return execution;
  }

  /** Newest first. */
  of(stateMachineArn: string): readonly Execution[] {
    const all = this.#byMachine.get(stateMachineArn) ?? [];
    return all.filter((execution) => !this.#isForgotten(execution)).reverse();
  }

  #isForgotten({ stoppedAt }: Execution): boolean {
    return stoppedAt !== undefined && stoppedAt + KEPT_MS < this.#region.kernel.now();
  }

  /** The executions of a machine that are kept: a year of executions is more than a process can hold. */
  #kept(stateMachineArn: string): Execution[] {
    const all = this.#byMachine.get(stateMachineArn) ?? [];
    const last = all[LET_GO_AT_ONCE - 1];
    if (!last || !this.#isForgotten(last)) return all;
    for (const execution of all) {
      const { arn } = execution.facts;
      if (this.#isForgotten(execution) && this.#byArn.get(arn) === execution) this.#byArn.delete(arn);
    }
    return all.filter((execution) => !this.#isForgotten(execution));
  }

  /** Forgets the executions of a deleted state machine. */
  forget(stateMachineArn: string): void {
    for (const { facts } of this.of(stateMachineArn)) this.#byArn.delete(facts.arn);
    this.#byMachine.delete(stateMachineArn);
  }

  /**
   * Starts an execution, once for each name. The same name with the same input answers the execution while it runs;
   * else it is `ExecutionAlreadyExists`. Without a name, a random UUID is the name.
   */
  start(machine: StateMachineRecord, inputText: string, givenName: string | undefined): Execution {
    const { kernel } = this.#region;
    if (machine.status === 'DELETING') {
      throw new AwsError('StateMachineDeleting', `State Machine Is Being Deleted: '${machine.arn}'`);
    }
    const name = givenName ?? kernel.random('states/execution-name').uuid();
    assertName(name);
    const input = parseInput(inputText);
    const arn = this.#region.arn('states', `execution:${machine.name}:${name}`);
    const existing = this.#byArn.get(arn);
    if (existing?.status === 'RUNNING' && existing.inputText === inputText) return existing;
    if (existing && !this.#isForgotten(existing)) {
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const facts = {
      arn,
      name,
      input,
      roleArn: machine.roleArn,
      startedAt: kernel.now(),
      stateMachineArn: machine.arn,
      stateMachineName: machine.name,
      region: this.#region.name,
    };
    const execution = new Execution(facts, inputText, { ...machine }, this.#host);
    const before = this.#kept(machine.arn);
    const all = existing ? before.filter((one) => one !== existing) : before;
    all.push(execution);
    this.#byMachine.set(machine.arn, all);
    this.#byArn.set(arn, execution);
    execution.start();
    return execution;
  }
}

function parseInput(text: string): Json {
  if (Buffer.byteLength(text) > PAYLOAD_BYTES_MAX) {
    throw new AwsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: 'Input is too long, the maximum length is ${PAYLOAD_BYTES_MAX}'`,
    );
  }
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new AwsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: '${(error as Error).message}'`,
    );
  }
}
