import type { ObservedStack } from '../decide/stack.ts';
import type { DesiredStack } from '../desired/template.ts';

/** A stack, and when it was last created or updated (ISO 8601), which tells whose attempt it shows. */
export interface DatedStack extends ObservedStack {
  readonly changedAt: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** CloudFormation, as far as generated stacks go. `token` makes a repeated request the same request. */
export interface StackPort {
  /** With its first failure, where its status is one. */
  describe(stackName: string): Promise<DatedStack | undefined>;
  /** The stacks that carry our tag of the cluster. */
  ofCluster(clusterName: string): Promise<readonly DatedStack[]>;
  create(stack: DesiredStack, token: string): Promise<void>;
  update(stack: DesiredStack, token: string): Promise<void>;
  delete(stackName: string, token: string): Promise<void>;
}
