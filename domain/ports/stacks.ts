import type { Kept, ObservedStack } from '../decide/stack.ts';
import type { DesiredStack, Resources } from '../desired/template.ts';

/** A stack as it is, with nothing of how it came about. */
export type FoundStack = Pick<ObservedStack, 'StackName' | 'StackStatus' | 'Outputs'> & {
  readonly tags: Readonly<Record<string, string>>;
};

/** A stack, and when it was last created or updated (ISO 8601), which tells the operation whose attempt it shows. */
export interface DatedStack extends ObservedStack {
  readonly changedAt: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** CloudFormation, as far as generated stacks go. `token` makes a repeated request the same request. */
export interface StackPort {
  /** The stack, with its first failure where its status is one: deciders need it. */
  describe(stackName: string): Promise<DatedStack | undefined>;
  /** One that is only read from: why it failed, if it did, is not looked up. */
  find(stackName: string): Promise<FoundStack | undefined>;
  /** The names of the stacks that carry our tag of the cluster. */
  namesOfCluster(clusterName: string): Promise<readonly string[]>;
  /** The stacks whose names begin so, but for those that are gone. */
  beginning(prefix: string): Promise<readonly FoundStack[]>;
  /** The names of the stacks that import an export; such a one keeps the stack that exports it. */
  importersOf(exportName: string): Promise<readonly string[]>;
  create(stack: DesiredStack, token: string): Promise<void>;
  /** The resources of the template that a stack was last given. */
  resources(stackName: string): Promise<Resources>;
  update(stack: DesiredStack, token: string, kept?: Kept): Promise<void>;
  delete(stackName: string, token: string): Promise<void>;
}
