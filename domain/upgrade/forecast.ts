import type { ObservedNode } from '../ports/kubernetes.ts';
import type { InsideForUpgrade, UpgradeFacts } from './facts.ts';
import { insideOf } from './findings/judged.ts';
import type { Hop } from './hop.ts';
import { minorBefore } from './hops.ts';
import { foreignRoles } from './nodes/own-groups.ts';
import { holdsDrift, imagesOf, isOfAutoMode, kindOfNode } from './nodes-seen.ts';
import type { Forecast } from './plan.ts';

/** The part of a plan by which its way back is foreseen. */
interface Asked {
  readonly hops: readonly Hop[];
  readonly soakMinutes: number;
  readonly skipsInsights: boolean;
}

/** The longest that one minor takes up to the end of its soak, without that (EKS: 8 to 40 minutes, and add-ons). */
const UNTIL_SOAK_MS = 90 * 60_000;

const startOf = (day: string | undefined): number =>
  day === undefined ? Number.POSITIVE_INFINITY : Date.parse(`${day}T00:00:00Z`);

/**
 * The time at which support ends the way back from a minor: EKS wants the policy EXTENDED for a version in extended
 * support, and has no way to one that is past it. It may be over already.
 */
function supportOf(facts: UpgradeFacts, to: string): { readonly endsMs: number; readonly why: string } {
  const version = minorBefore(to);
  const former = facts.minors.find((minor) => minor.version === version);
  const gone = `EKS does not support ${version} any more`;
  if (!former || former.support === 'none') return { endsMs: 0, why: gone };
  const extendedEnds = { endsMs: startOf(former.endOfExtendedSupport), why: gone };
  if (facts.cluster.upgradePolicy?.supportType !== 'STANDARD') return extendedEnds;
  const why = `${version} is in extended support, and the upgrade policy of the cluster is STANDARD`;
  if (former.support === 'extended') return { endsMs: 0, why };
  const endsMs = startOf(former.endOfStandardSupport);
  return endsMs < extendedEnds.endsMs ? { endsMs, why } : extendedEnds;
}

/** Karpenter's annotation (Karpenter, "Node-Level Controls"); EKS tells it as an error before a rollback. */
const isNotToGo = ({ annotations }: ObservedNode): boolean =>
  annotations['karpenter.sh/do-not-disrupt'] === 'true';

/**
 * Pools whose nodes are new as soon as the control plane is: Karpenter's with an alias. EKS rolls Auto Mode's back by
 * itself, but where a budget of theirs lets none go (EKS guide, "Roll back EKS Auto Mode clusters").
 */
function byPools(facts: UpgradeFacts, inside: InsideForUpgrade): readonly string[] {
  const isAutoMode = facts.cluster.computeConfig?.enabled === true;
  const ofOthers = (inside.nodePools ?? []).flatMap((pool) => {
    const nodes = inside.nodes.filter(({ nodePool }) => nodePool === pool.name);
    if (isOfAutoMode(pool, inside, isAutoMode)) return [];
    if (nodes.every(isNotToGo) || imagesOf(pool, inside) === 'pinned' || holdsDrift(pool)) return [];
    return [
      `Karpenter replaces the nodes of pool ${pool.name} as soon as the control plane has moved: pin their AMI first`,
    ];
  });
  return [...heldInAutoMode(facts, inside), ...ofOthers];
}

/** Pools of Auto Mode whose nodes EKS would not roll back, and why. */
export function heldInAutoMode({ cluster }: UpgradeFacts, inside: InsideForUpgrade): readonly string[] {
  const isAutoMode = cluster.computeConfig?.enabled === true;
  return (inside.nodePools ?? [])
    .filter((pool) => isOfAutoMode(pool, inside, isAutoMode))
    .flatMap((pool) => {
      const isKept = inside.nodes.some((node) => node.nodePool === pool.name && isNotToGo(node));
      return [
        ...(holdsDrift(pool) ? [`a budget of pool ${pool.name} lets no node of Auto Mode go back`] : []),
        ...(isKept ? [`nodes of pool ${pool.name} are annotated as not to be disrupted`] : []),
      ];
    });
}

/** Foresees a way back: while a control plane soaks, and after the nodes have moved. */
export function forecastOf(facts: UpgradeFacts, asked: Asked): Forecast {
  const hops = asked.hops.filter(({ movesControlPlane }) => movesControlPlane);
  const last = hops.at(-1);
  if (!last) {
    const reasons = ['the control plane does not move'];
    return { isPossible: false, reasons, afterNodes: { is: 'impossible', reasons } };
  }
  const inside = insideOf(facts);
  const always = inside ? byPools(facts, inside) : ['nobody can look inside the cluster'];
  const minors = hops.map(({ to }, index) => {
    const { endsMs, why } = supportOf(facts, to);
    const soaked = Date.parse(facts.at) + (index + 1) * (UNTIL_SOAK_MS + asked.soakMinutes * 60_000);
    const reasons = [...(endsMs <= soaked ? [why] : []), ...always];
    return [
      to,
      { reasons, ...(Number.isFinite(endsMs) ? { until: new Date(endsMs).toISOString() } : {}) },
    ] as const;
  });
  const reasons = [...new Set(minors.flatMap(([, minor]) => minor.reasons))];
  return {
    isPossible: reasons.length === 0,
    reasons,
    minors: Object.fromEntries(minors),
    afterNodes: afterNodes(last, { ...asked, soak: minors.at(-1)?.[1].reasons ?? [] }, facts),
  };
}

/** A way back goes back from the last minor alone. */
function afterNodes(
  { movesFargate, nodeGroups, autoScalingGroups }: Hop,
  { skipsInsights, soak }: Asked & { readonly soak: readonly string[] },
  facts: UpgradeFacts,
): NonNullable<Forecast['afterNodes']> {
  const isOnFargate = insideOf(facts)?.nodes.some((node) => kindOfNode(node) === 'fargate') === true;
  const fargate =
    !skipsInsights && movesFargate && isOnFargate
      ? [
          'pods on Fargate keep the newer kubelet until the control plane is back: EKS goes back past its insights alone',
        ]
      : [];
  const kept = facts.ownGroups.filter(
    (group) =>
      foreignRoles(group).length > 0 &&
      autoScalingGroups.some(({ name, leftBehind }) => name === group.name && leftBehind === undefined),
  );
  const own = kept.map(({ name }) => `nodes of ${name} have a role that the fleet may not hand on`);
  const impossible = [...soak, ...fargate, ...own];
  if (impossible.length > 0) return { is: 'impossible', reasons: impossible };
  const moved = nodeGroups.flatMap(({ name, release }) => (release ? [name] : []));
  if (moved.length === 0) return { is: 'possible', reasons: [] };
  return { is: 'toBeTried', reasons: [toBeTried(moved)] };
}

/** The words for managed groups, of which nobody knows whether EKS takes them back. */
export const toBeTried = (groups: readonly string[]): string =>
  `sources of EKS conflict on whether it brings ${groups.join(', ')} back to a former version`;
