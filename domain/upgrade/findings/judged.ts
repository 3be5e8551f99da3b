import { isReached } from '../../scale/inside/inside.ts';
import type { InsideForUpgrade, UpgradeFacts } from '../facts.ts';
import type { Finding, FindingId } from '../finding.ts';
import type { Hop } from '../hop.ts';
import type { Fix, UpgradeRequest } from '../request.ts';

/** An upgrade that is held against the facts: the minors that are still before it, with what they install. */
export interface Judged {
  readonly facts: UpgradeFacts;
  readonly request: UpgradeRequest;
  /** The version that the cluster has. */
  readonly from: string;
  readonly hops: readonly Hop[];
  /** Reads JSON or YAML; throws where text is neither. */
  readonly readText: (text: string) => unknown;
}

/** Everything that one subject has against an upgrade, or to tell of it. Pure: what was found, and nothing is asked. */
export type Judge = (judged: Judged) => readonly Finding[];

export const finding = (id: FindingId, found: string, subject?: string): Finding => ({
  id,
  found,
  ...(subject === undefined ? {} : { subject }),
});

export const insideOf = ({ inside }: UpgradeFacts): InsideForUpgrade | undefined =>
  isReached(inside) ? inside : undefined;

/** The last minor of the way, or the cluster's own. */
export const targetOf = ({ hops, from }: Judged): string => hops.at(-1)?.to ?? from;

/** The minors to which the control plane moves. */
export const controlPlaneHops = ({ hops }: Judged): readonly Hop[] =>
  hops.filter(({ movesControlPlane }) => movesControlPlane);

export const fixesOf = (request: UpgradeRequest): readonly Fix[] =>
  request.action === 'upgrade' ? (request.fixes ?? []) : [];

/** Names of managed groups whose nodes move with some minor. */
export const movingGroups = ({ hops }: Judged): ReadonlySet<string> =>
  new Set(
    hops.flatMap(({ nodeGroups }) =>
      nodeGroups.flatMap(({ name, leftBehind }) => (leftBehind === undefined ? [name] : [])),
    ),
  );
