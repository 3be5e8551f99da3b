import type {
  CreateStateMachineInput,
  CreateStateMachineOutput,
  DescribeStateMachineOutput,
  LoggingConfiguration,
  TracingConfiguration,
  UpdateStateMachineInput,
  UpdateStateMachineOutput,
} from '@aws-sdk/client-sfn';
import { AwsError, NotSimulated } from '../../aws-error.ts';
import { ROLE_NOT_ASSUMABLE } from '../../iam/roles/assume.ts';
import type { Region } from '../../region.ts';
import type { Caller } from '../../service.ts';
import type { Definition } from '../asl.ts';
import { parseDefinition } from '../definition/parse.ts';
import { assertName, invalidArn, stateMachineDoesNotExist } from '../errors.ts';
import { assertLogDelivery } from './log-delivery.ts';
import { assertManagedRule } from './managed-rule.ts';

/** Quotas: a definition holds 1 MB of UTF-8 at most. */
const DEFINITION_BYTES_MAX = 1_048_576;

const NOT_ASSUMABLE =
  'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.';

export interface StateMachineRecord {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: number;
  definitionText: string;
  definition: Definition;
  roleArn: string;
  loggingConfiguration: LoggingConfiguration;
  tracingConfiguration: TracingConfiguration;
  tags: Map<string, string>;
  updatedAt: number;
  /** Absent until the first update, as in DescribeStateMachine. */
  revisionId: string | undefined;
  status: 'ACTIVE' | 'DELETING';
}

/** The state machines of a region. */
export class StateMachines {
  readonly #region: Region;
  readonly #byArn = new Map<string, StateMachineRecord>();

  constructor(region: Region) {
    this.#region = region;
  }

  list(): readonly StateMachineRecord[] {
    return [...this.#byArn.values()].sort((a, b) => b.createdAt - a.createdAt);
  }

  /** Versions and aliases (`arn…:name:1`) are not simulated. */
  get(arn: string): StateMachineRecord {
    const match = /^arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:([^:]+)(:.+)?$/.exec(arn);
    if (!match) throw invalidArn(arn);
    if (match[2]) this.#unmodelled(`The state machine version or alias ${arn}`);
    const machine = this.#byArn.get(arn);
    if (!machine) throw stateMachineDoesNotExist(arn);
    return machine;
  }

  /** Idempotent: the same name with the same definition and settings answers the machine that is there. */
  create(input: CreateStateMachineInput, caller: Caller): CreateStateMachineOutput {
    const name = input.name ?? '';
    assertName(name);
    if (input.type === 'EXPRESS') this.#unmodelled('An EXPRESS state machine');
    const definition = this.#parse(input.definition ?? '');
    const arn = this.#region.arn('states', `stateMachine:${name}`);
    const roleArn = this.#passRole(input.roleArn ?? '', caller, arn);
    assertManagedRule(this.#region, definition, roleArn, arn);
    assertLogDelivery(this.#region, input.loggingConfiguration, roleArn, arn);
    const now = this.#region.kernel.now();
    const machine: StateMachineRecord = {
      arn,
      name,
      createdAt: now,
      updatedAt: now,
      definitionText: input.definition ?? '',
      definition,
      roleArn,
      loggingConfiguration: input.loggingConfiguration ?? { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: input.tracingConfiguration ?? { enabled: false },
      tags: new Map((input.tags ?? []).map((tag) => [tag.key ?? '', tag.value ?? ''])),
      revisionId: undefined,
      status: 'ACTIVE',
    };
    const existing = this.#byArn.get(arn);
    if (existing?.status === 'DELETING') {
      throw new AwsError('StateMachineDeleting', `State Machine Is Being Deleted: '${arn}'`);
    }
    if (existing && !isSame(existing, machine)) {
      throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
    }
    if (!existing) this.#byArn.set(arn, machine);
    return { stateMachineArn: arn, creationDate: new Date((existing ?? machine).createdAt) };
  }

  update(input: UpdateStateMachineInput, caller: Caller): UpdateStateMachineOutput {
    const machine = this.get(input.stateMachineArn ?? '');
    if (machine.status === 'DELETING') {
      throw new AwsError('StateMachineDeleting', `State Machine Is Being Deleted: '${machine.arn}'`);
    }
    const { definition, roleArn, loggingConfiguration, tracingConfiguration } = input;
    if (!definition && !roleArn && !loggingConfiguration && !tracingConfiguration) {
      throw new AwsError(
        'MissingRequiredParameter',
        'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
      );
    }
    const parsed = definition ? this.#parse(definition) : machine.definition;
    const role = roleArn ? this.#passRole(roleArn, caller, machine.arn) : machine.roleArn;
    assertManagedRule(this.#region, parsed, role, machine.arn);
    assertLogDelivery(this.#region, loggingConfiguration ?? machine.loggingConfiguration, role, machine.arn);
    machine.roleArn = role;
    machine.definition = parsed;
    machine.definitionText = definition ?? machine.definitionText;
    machine.loggingConfiguration = loggingConfiguration ?? machine.loggingConfiguration;
    machine.tracingConfiguration = tracingConfiguration ?? machine.tracingConfiguration;
    machine.updatedAt = this.#region.kernel.now();
    machine.revisionId = this.#region.kernel.random('states/revision').uuid();
    return { updateDate: new Date(machine.updatedAt), revisionId: machine.revisionId };
  }

  /** DeleteStateMachine succeeds for a machine that does not exist. */
  startDeleting(arn: string): StateMachineRecord | undefined {
    const machine = this.#byArn.get(arn);
    if (machine) machine.status = 'DELETING';
    return machine;
  }

  isDeleting(arn: string): boolean {
    return this.#byArn.get(arn)?.status === 'DELETING';
  }

  remove(arn: string): void {
    this.#byArn.delete(arn);
  }

  describe(arn: string): DescribeStateMachineOutput {
    const machine = this.get(arn);
    return {
      stateMachineArn: machine.arn,
      name: machine.name,
      status: machine.status,
      definition: machine.definitionText,
      roleArn: machine.roleArn,
      type: 'STANDARD',
      creationDate: new Date(machine.createdAt),
      loggingConfiguration: machine.loggingConfiguration,
      tracingConfiguration: machine.tracingConfiguration,
      ...(machine.definition.Comment === undefined ? {} : { description: machine.definition.Comment }),
      ...(machine.revisionId === undefined ? {} : { revisionId: machine.revisionId }),
    };
  }

  #parse(text: string): Definition {
    if (Buffer.byteLength(text) > DEFINITION_BYTES_MAX) {
      throw new AwsError(
        'ValidationException',
        "1 validation error detected: Value at 'definition' failed to satisfy constraint: Member must have length less than or equal to 1048576",
      );
    }
    try {
      return parseDefinition(text);
    } catch (error) {
      if (error instanceof NotSimulated) this.#region.kernel.fail(error);
      throw error;
    }
  }

  #passRole(roleArn: string, caller: Caller, machineArn: string): string {
    if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(roleArn)) throw invalidArn(roleArn);
    try {
      this.#region.roles.assertPassable(caller, roleArn, 'states.amazonaws.com', machineArn);
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== ROLE_NOT_ASSUMABLE) throw error;
      throw new AwsError('AccessDeniedException', NOT_ASSUMABLE, { statusCode: 400 });
    }
    return roleArn;
  }

  #unmodelled(what: string): never {
    const error = new NotSimulated(what);
    this.#region.kernel.fail(error);
    throw error;
  }
}

/** CreateStateMachine's idempotency check: name, definition, type, logging and tracing; not role and tags. */
function isSame(a: StateMachineRecord, b: StateMachineRecord): boolean {
  const shape = (one: StateMachineRecord) =>
    JSON.stringify([one.definitionText, one.loggingConfiguration, one.tracingConfiguration]);
  return shape(a) === shape(b);
}
