import type { ObservedNode } from '../ports/kubernetes.ts';
import type { UpgradeFacts } from './facts.ts';
import { insideOf } from './findings/judged.ts';
import type { Hop } from './hop.ts';
import { minorBefore } from './hops.ts';
import { holdsDrift, imagesOf, isOfAutoMode } from './nodes-seen.ts';
import type { Forecast } from './plan.ts';

/** The part of a plan by which its way back is foreseen. */
interface Asked {
  readonly hops: readonly Hop[];
  readonly soakMinutes: number;
  readonly skipsInsights: boolean;
}

/** The longest that one minor takes up to the end of its soak, without that (EKS: 8 to 40 minutes, and add-ons). */
const UNTIL_SOAK_MS = 90 * 60_000;

/** EKS wants the policy EXTENDED for a version in extended support, and has no way to one that is past it. */
function bySupport(facts: UpgradeFacts, { hops, soakMinutes }: Asked): readonly string[] {
  const policy = facts.cluster.upgradePolicy?.supportType ?? 'EXTENDED';
  const until = Date.parse(facts.at) + hops.length * (UNTIL_SOAK_MS + soakMinutes * 60_000);
  const ends = (day: string | undefined): boolean =>
    day !== undefined && Date.parse(`${day}T00:00:00Z`) <= until;
  return hops.flatMap(({ to }) => {
    const former = facts.minors.find(({ version }) => version === minorBefore(to));
    if (!former || former.support === 'none' || ends(former.endOfExtendedSupport))
      return [`EKS does not support ${minorBefore(to)} any more`];
    const isExtended = former.support === 'extended' || ends(former.endOfStandardSupport);
    return isExtended && policy === 'STANDARD'
      ? [`${former.version} is in extended support, and the upgrade policy of the cluster is STANDARD`]
      : [];
  });
}

/** Karpenter's annotation (Karpenter, "Node-Level Controls"); EKS tells it as an error before a rollback. */
const isNotToGo = ({ annotations }: ObservedNode): boolean =>
  annotations['karpenter.sh/do-not-disrupt'] === 'true';

/**
 * Pools whose nodes are new as soon as the control plane is: Karpenter's with an alias. EKS rolls Auto Mode's back by
 * itself, but where a budget of theirs lets none go (EKS guide, "Roll back EKS Auto Mode clusters").
 */
function byPools(facts: UpgradeFacts): readonly string[] {
  const inside = insideOf(facts);
  const isAutoMode = facts.cluster.computeConfig?.enabled === true;
  return (inside?.nodePools ?? []).flatMap((pool) => {
    if (!inside) return [];
    if (isOfAutoMode(pool, inside, isAutoMode))
      return [
        ...(holdsDrift(pool) ? [`a budget of pool ${pool.name} lets no node of Auto Mode go back`] : []),
        ...(inside.nodes.some((node) => node.nodePool === pool.name && isNotToGo(node))
          ? [`nodes of pool ${pool.name} are annotated as not to be disrupted`]
          : []),
      ];
    const hasNodes = inside.nodes.some(({ nodePool }) => nodePool === pool.name);
    if (!hasNodes || imagesOf(pool, inside) === 'pinned' || holdsDrift(pool)) return [];
    return [
      `Karpenter replaces the nodes of pool ${pool.name} as soon as the control plane has moved: pin their AMI first`,
    ];
  });
}

/** Foresees a way back: while the control plane soaks, and after the nodes have moved. */
export function forecastOf(facts: UpgradeFacts, asked: Asked): Forecast {
  const hops = asked.hops.filter(({ movesControlPlane }) => movesControlPlane);
  if (hops.length === 0) {
    const reasons = ['the control plane does not move'];
    return { isPossible: false, reasons, afterNodes: { is: 'impossible', reasons } };
  }
  const inside = insideOf(facts);
  const unseen = inside ? [] : ['nobody can look inside the cluster'];
  const reasons = [...unseen, ...bySupport(facts, { ...asked, hops }), ...byPools(facts)];
  return { isPossible: reasons.length === 0, reasons, afterNodes: afterNodes(asked, reasons) };
}

function afterNodes(
  { hops, skipsInsights }: Asked,
  soak: readonly string[],
): NonNullable<Forecast['afterNodes']> {
  const fargate =
    !skipsInsights && hops.some(({ movesFargate }) => movesFargate)
      ? [
          'pods on Fargate keep the newer kubelet until the control plane is back: EKS goes back past its insights alone',
        ]
      : [];
  const impossible = [...soak, ...fargate];
  if (impossible.length > 0) return { is: 'impossible', reasons: impossible };
  const moved = hops.flatMap(({ nodeGroups }) =>
    nodeGroups.flatMap(({ name, release }) => (release ? [name] : [])),
  );
  if (moved.length === 0) return { is: 'possible', reasons: [] };
  return {
    is: 'toBeTried',
    reasons: [
      `sources of EKS conflict on whether it brings ${[...new Set(moved)].join(', ')} back to a former version`,
    ],
  };
}
