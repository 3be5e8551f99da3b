import type { Caller, Properties } from '../../service.ts';
import type { StackParameter } from '../template/parameters.ts';
import type { ResourceDefinition, Template } from '../template/template.ts';

/** One event of a stack, as DescribeStackEvents answers it. */
export interface StackEvent {
  readonly eventId: string;
  readonly timestamp: Date;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string | undefined;
  readonly properties: string | undefined;
  readonly token: string | undefined;
}

/** A resource as it stands in AWS. */
export interface Physical {
  readonly type: string;
  readonly physicalId: string;
  readonly ref: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Properties with all functions resolved. */
  readonly properties: Properties;
}

export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  /** Undefined before it is made, and after it was deleted. */
  physical: Physical | undefined;
  definition: ResourceDefinition;
  /** Logical ids that must exist before it; the reverse is the order of deletion. */
  dependsOn: readonly string[];
  status: string;
  reason: string | undefined;
  updatedAt: Date;
}

export interface Output {
  readonly key: string;
  readonly value: string;
  readonly description: string | undefined;
  readonly exportName: string | undefined;
}

/** The template and values that an operation brings a stack to, checked before anything changes. */
export interface Deployment {
  readonly body: string;
  readonly template: Template;
  readonly parameters: ReadonlyMap<string, StackParameter>;
  readonly condition: (name: string) => boolean;
  readonly capabilities: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly notificationArns: readonly string[];
  /** Resources whose condition holds. */
  readonly active: ReadonlyMap<string, ResourceDefinition>;
  readonly dependsOn: ReadonlyMap<string, readonly string[]>;
  /** Export names that each active resource imports. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
}

export type OnFailure = 'ROLLBACK' | 'DO_NOTHING' | 'DELETE';

/** An operation that is under way on a stack. */
export interface Run {
  readonly caller: Caller;
  readonly token: string | undefined;
  readonly inFlight: Map<string, Promise<void>>;
  readonly failed: string[];
  /** The reason why no further resource is started, once something failed or the operation was cancelled. */
  stopReason: string | undefined;
  /** Resolves when the operation stops, while unfinished work may still take its time. */
  readonly stopped: PromiseWithResolvers<void>;
}

export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly creationTime: Date;
  readonly description: string | undefined;
  readonly deployment: Deployment;
  readonly roleArn: string | undefined;
  readonly onStackFailure: OnFailure | undefined;
  status: string;
  statusReason: string | undefined;
  executionStatus: string;
  /** Changes as DescribeChangeSet answers them, with property values. */
  changes: readonly ResourceChange[];
}

export interface ResourceChange {
  readonly Action: 'Add' | 'Modify' | 'Remove';
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceType: string;
  readonly Replacement?: 'True' | 'False' | 'Conditional';
  readonly PolicyAction?: string;
  readonly Scope: readonly string[];
  readonly Details: readonly ChangeDetail[];
  /** Properties before and after, as JSON text. */
  readonly BeforeContext?: string;
  readonly AfterContext?: string;
}

export interface ChangeDetail {
  readonly Target: Readonly<Record<string, string>>;
  readonly Evaluation: 'Static' | 'Dynamic';
  readonly ChangeSource:
    | 'DirectModification'
    | 'ParameterReference'
    | 'ResourceReference'
    | 'ResourceAttribute';
  readonly CausingEntity?: string;
}

/** The rest of an update that could not be rolled back; ContinueUpdateRollback takes it up. */
export interface UnfinishedRollback {
  readonly before: Deployment;
  readonly resources: ReadonlyMap<string, Physical>;
}

export interface Stack {
  readonly stackId: string;
  readonly stackName: string;
  readonly creationTime: Date;
  lastUpdatedTime: Date | undefined;
  deletionTime: Date | undefined;
  status: string;
  statusReason: string | undefined;
  deployment: Deployment | undefined;
  readonly resources: Map<string, StackResource>;
  outputs: readonly Output[];
  roleArn: string | undefined;
  disableRollback: boolean;
  terminationProtection: boolean;
  timeoutInMinutes: number | undefined;
  /** The change set that the stack was last changed by. */
  changeSetId: string | undefined;
  readonly changeSets: Map<string, ChangeSet>;
  readonly events: StackEvent[];
  /** Client request tokens, with the operation that each was used for. */
  readonly tokens: Map<string, string>;
  run: Run | undefined;
  unfinishedRollback: UnfinishedRollback | undefined;
}

export interface StackStore {
  /** Every stack ever made, by id. */
  readonly stacks: Map<string, Stack>;
  /** The latest stack of each name. */
  readonly latest: Map<string, Stack>;
}

/** A stack by its id, or by its name where it is not deleted. */
export function findStack(store: StackStore, nameOrId: string): Stack | undefined {
  const byId = store.stacks.get(nameOrId);
  if (byId) return byId;
  const latest = store.latest.get(nameOrId);
  return latest?.status === 'DELETE_COMPLETE' ? undefined : latest;
}
