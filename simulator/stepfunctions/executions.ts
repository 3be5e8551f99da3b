import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import type { Json } from './asl.ts';
import { assertName, executionDoesNotExist } from './errors.ts';
import { Execution, type ExecutionHost } from './execution.ts';
import type { StateMachineRecord } from './state-machines.ts';
import { PAYLOAD_BYTES_MAX } from './state-run.ts';

/** StartExecution: the name of a closed execution may be used again after 90 days. */
const NAME_KEPT_MS = 90 * 24 * 3600 * 1000;

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
    if (!execution) throw executionDoesNotExist(arn);
    return execution;
  }

  /** Newest first. */
  of(stateMachineArn: string): readonly Execution[] {
    return [...(this.#byMachine.get(stateMachineArn) ?? [])].reverse();
  }

  /** Forgets the executions of a deleted state machine. */
  forget(stateMachineArn: string): void {
    for (const { facts } of this.of(stateMachineArn)) this.#byArn.delete(facts.arn);
    this.#byMachine.delete(stateMachineArn);
  }

  /**
   * Idempotent by name: with the same input while it runs it answers the execution that is there, otherwise
   * `ExecutionAlreadyExists`. Without a name it is a random UUID.
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
    if (existing && !(existing.stoppedAt !== undefined && existing.stoppedAt + NAME_KEPT_MS < kernel.now())) {
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
    const before = this.#byMachine.get(machine.arn) ?? [];
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
