import type { ClusterConfig } from '../cluster-config/config.ts';
import type { Decision } from '../decide/decision.ts';
import type { ContentFacts } from '../desired/cluster-facts.ts';
import { type Difference, differencesOf } from '../drift/differences.ts';
import type { Target } from '../observe/target.ts';
import type { EksKind } from '../ports/contents.ts';
import { accessEntry } from './access-entry/access-entry.ts';
import type { DesiredAccessEntry } from './access-entry/desired.ts';
import { addon } from './addon/addon.ts';
import type { DesiredAddon } from './addon/desired.ts';
import { capability } from './capability/capability.ts';
import type { DesiredCapability } from './capability/desired.ts';
import type { DesiredFargateProfile } from './fargate-profile/desired.ts';
import { fargateProfile } from './fargate-profile/fargate-profile.ts';
import type { DesiredIdentityProvider } from './identity-provider/desired.ts';
import { identityProvider } from './identity-provider/identity-provider.ts';
import type { ContentKind, ContentPort, ReadPorts } from './kind.ts';
import type { DesiredLogRetention } from './log-retention/desired.ts';
import { logRetention } from './log-retention/log-retention.ts';
import type { DesiredNodeGroup } from './node-group/managed.ts';
import { nodeGroup } from './node-group/node-group.ts';
import type { DesiredPodIdentityAssociation } from './pod-identity-association/desired.ts';
import { podIdentityAssociation } from './pod-identity-association/pod-identity-association.ts';
import type { DesiredPullThroughCacheRule } from './pull-through-cache-rule/desired.ts';
import { pullThroughCacheRule } from './pull-through-cache-rule/pull-through-cache-rule.ts';
import type { DesiredContentStack } from './stack/desired.ts';
import { stack } from './stack/stack.ts';

/** One thing that a cluster is to contain, with the service's own create request. A kind is one object: `contents/kinds.ts`. */
export type DesiredContent =
  | DesiredAccessEntry
  | DesiredAddon
  | DesiredNodeGroup
  | DesiredFargateProfile
  | DesiredPodIdentityAssociation
  | DesiredIdentityProvider
  | DesiredCapability
  | DesiredContentStack
  | DesiredLogRetention
  | DesiredPullThroughCacheRule;

export type Kind = DesiredContent['kind'];

/** Every kind of content, in an order in which they may be begun. One that is missing does not compile. */
export const CONTENT_KINDS = {
  logRetention,
  pullThroughCacheRule,
  accessEntry,
  stack,
  addon,
  nodeGroup,
  fargateProfile,
  podIdentityAssociation,
  identityProviderConfig: identityProvider,
  capability,
} as const satisfies {
  readonly [Name in Kind]: ContentKind<Extract<DesiredContent, { kind: Name }>, object, ContentPort>;
};

/** The row of a content's kind. */
export const kindOf = ({ kind }: Pick<DesiredContent, 'kind'>) =>
  CONTENT_KINDS[kind] as unknown as ContentKind<DesiredContent, object, ContentPort>;

/** The name of a content in its cluster: its key without the kind. */
export const nameOf = ({ kind, key }: Pick<DesiredContent, 'kind' | 'key'>): string =>
  key.slice(kind.length + 1);

/** The roles that EKS lets into a cluster by itself with these of a kind, as they are wanted or as they are. */
export function admittedRoles(kind: Kind, ones: readonly object[]): readonly string[] {
  const { admits } = kindOf({ kind });
  return admits ? ones.map((one) => (one as Readonly<Record<string, string>>)[admits] ?? '') : [];
}

/** Those that EKS's own API lists and shows. */
export const EKS_KINDS = (Object.keys(CONTENT_KINDS) as Kind[]).filter(
  (kind) => CONTENT_KINDS[kind].port === 'contents',
) as EksKind[];

/**
 * All that an ACTIVE cluster is to contain, in an order in which it may be begun. Only `needs` binds: contents that
 * do not need one another go side by side.
 */
export const desiredContents = (config: ClusterConfig, facts: ContentFacts): readonly DesiredContent[] =>
  Object.values(CONTENT_KINDS).flatMap((kind): readonly DesiredContent[] => kind.desired(config, facts));

type Since = Pick<Target, 'config' | 'startedAt'>;

const read = (content: DesiredContent, { config }: Since, ports: ReadPorts): Promise<object | undefined> =>
  kindOf(content).read(config.metadata.name, nameOf(content), ports);

/** Looks at one of the contents, whatever its kind, and decides its next change. */
export const decideContent = async (
  content: DesiredContent,
  since: Since,
  ports: ReadPorts,
): Promise<Decision> => kindOf(content).decide(content, await read(content, since, ports), since.startedAt);

/** All that would have to be done about one that was seen: of most kinds, its next change is all. */
function changesOf(
  content: DesiredContent,
  observed: object | undefined,
  startedAt: string,
): readonly Decision[] {
  const kind = kindOf(content);
  return kind.changes?.(content, observed, startedAt) ?? [kind.decide(content, observed, startedAt)];
}

export interface ContentChanges {
  /** All that would have to be done about it. */
  readonly decisions: readonly Decision[];
  /** Versions of it that have risen beyond its document: they stay. */
  readonly behind: readonly Difference[];
}

/** Looks at one of the contents, and decides all that would have to be done about it. */
export async function contentChanges(
  content: DesiredContent,
  since: Since,
  ports: ReadPorts,
): Promise<ContentChanges> {
  const observed = await read(content, since, ports);
  const beyond = (observed && kindOf(content).beyond?.(content, observed)) ?? [];
  return {
    decisions: changesOf(content, observed, since.startedAt),
    behind: beyond.filter(({ means }) => means === 'DocumentBehind'),
  };
}

/** The differences of a content from its document, as far as they are drift. */
export async function contentDrift(
  content: DesiredContent,
  since: Since,
  ports: ReadPorts,
): Promise<readonly Difference[]> {
  const kind = kindOf(content);
  const observed = await read(content, since, ports);
  const decisions =
    kind.drifted?.(content, observed, since.startedAt) ?? changesOf(content, observed, since.startedAt);
  return [
    ...decisions.flatMap((decision) => differencesOf(content.key, decision, observed, kind.compare)),
    ...((observed && kind.beyond?.(content, observed)) ?? []),
  ];
}
