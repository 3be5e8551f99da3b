import type { ClusterConfig } from '../cluster-config/config.ts';
import type { Change, Decision } from '../decide/decision.ts';
import type { ContentFacts } from '../desired/cluster-facts.ts';
import type { Difference } from '../drift/differences.ts';
import type { ContentsPort, LogGroupPort, PullThroughCachePort } from '../ports/contents.ts';
import type { EksPort } from '../ports/eks.ts';
import type { StackPort } from '../ports/stacks.ts';
import type { ExpectedDuration } from '../progress.ts';
import type { ContentBase } from './content.ts';
import type { DesiredContentStack } from './stack/desired.ts';

/** The ports that contents are read through. */
export interface ReadPorts {
  readonly contents: Pick<ContentsPort, 'read'> & Pick<EksPort, 'updates'>;
  readonly logGroups: Pick<LogGroupPort, 'logGroup'>;
  readonly pullThroughCache: Pick<PullThroughCachePort, 'rule'>;
  readonly stacks: Pick<StackPort, 'describe'>;
}
export type ContentPort = keyof ReadPorts;

/** The way in which a content goes before its cluster does: EKS deletes no cluster that still has it. */
export interface ContentDeletion {
  /** The verb-noun of the task that deletes it. */
  readonly task: string;
  readonly expected: ExpectedDuration;
  /** EKS is busy with one of a cluster at a time: those that it is busy with come first. */
  readonly inTurn?: true;
  /** In words: `delete node group web`. */
  title(name: string): string;
  change(clusterName: string, name: string): Change;
}

/**
 * All that eks-fleet knows of one kind of content. Plan, phase, drift and deletion ask it, and so cannot disagree. A
 * content is known by its cluster and its name, which is its key without the kind: `web` of `nodeGroup/web`.
 */
export interface ContentKind<
  Desired extends ContentBase,
  Observed extends object,
  Port extends ContentPort = 'contents',
> {
  /** The port that it is read and changed through. */
  readonly port: Port;
  /** The verb-noun of the task that makes its changes. */
  readonly task: string;
  /** EKS refuses other changes while one is made: it waits until all others have begun. */
  readonly exclusive?: true;
  /** The member, of its request and of what is seen, whose role EKS lets into the cluster by itself. */
  readonly admits?: 'nodeRole' | 'podExecutionRoleArn' | 'roleArn';
  /** The contents that a document calls for, after the stacks that only this kind stands on. */
  desired(config: ClusterConfig, facts: ContentFacts): readonly (Desired | DesiredContentStack)[];
  read(clusterName: string, name: string, ports: Pick<ReadPorts, Port>): Promise<Observed | undefined>;
  /** Its next change. `startedAt` (ISO 8601): a thing that was made before this is not the operation's. */
  decide(desired: Desired, observed: Observed | undefined, startedAt: string): Decision;
  /** All that would have to be done, one change after the other. Absent where `decide` says all of it. */
  changes?(desired: Desired, observed: Observed | undefined, startedAt: string): readonly Decision[];
  /** The decisions that are drift. Absent where all of them are. */
  drifted?(desired: Desired, observed: Observed | undefined, startedAt: string): readonly Decision[];
  /** The differences from its document that applying leaves as they are, so that no decision tells of them. */
  beyond?(desired: Desired, observed: Observed): readonly Difference[];
  /** The differences by which a change that is drift is told; absent where its request says them member by member. */
  compare?(key: string, change: Change, observed: Observed): readonly Difference[] | undefined;
  /** The change in place of one that AWS has refused; absent where there is none. */
  instead?(desired: Desired, refused: Change): Change | undefined;
  /** The request that makes it. */
  create(desired: Desired): Change;
  /** A plan's title for making it. */
  title(desired: Desired): string;
  /** The time that AWS takes to make it. */
  expected(desired: Desired): ExpectedDuration;
  /** Absent where it goes with its cluster, or stays. */
  readonly deletion?: ContentDeletion;
}

/** True where an operation has made the content that it sees, by EKS's time of creation. */
export const isMadeSince = (
  observed: { readonly createdAt?: string } | undefined,
  startedAt: string,
): boolean => (observed?.createdAt ?? '') >= startedAt;
