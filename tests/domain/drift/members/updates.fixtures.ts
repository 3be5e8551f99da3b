import { same } from '../../../../domain/decide/compare.ts';
import type { Change } from '../../../../domain/decide/decision.ts';
import type { Plain } from './cluster.fixtures.ts';

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members that are taken as a whole: a part of them that a request leaves out is gone. */
const WHOLE = new Set(['remoteNetworkConfig', 'kubeSchedulerConfig', 'updateConfig', 'nodeRepairConfig']);

function merged(seen: Plain, request: Plain): Plain {
  const result = { ...seen };
  for (const [name, value] of Object.entries(request))
    result[name] =
      isPlain(value) && isPlain(seen[name]) && !WHOLE.has(name) ? merged(seen[name], value) : value;
  return result;
}

interface Logging {
  readonly clusterLogging: readonly { readonly types: readonly string[]; readonly enabled: boolean }[];
}
const enabledBy = (seen: readonly string[], { clusterLogging }: Logging): readonly string[] =>
  clusterLogging.reduce<readonly string[]>(
    (types, { types: named, enabled }) => [
      ...types.filter((type) => !named.includes(type)),
      ...(enabled ? named : []),
    ],
    seen,
  );

/** Log types that are on, as EKS shows them. */
function logging(seen: Plain, request: Logging): Plain {
  const now = (seen.logging as Logging | undefined) ?? { clusterLogging: [] };
  return { clusterLogging: [{ types: enabledBy(enabledBy([], now), request), enabled: true }] };
}

type Taint = { readonly key: string; readonly effect: string };
interface NodegroupConfig {
  readonly labels?: { readonly addOrUpdateLabels?: Plain; readonly removeLabels?: readonly string[] };
  readonly taints?: {
    readonly addOrUpdateTaints?: readonly Taint[];
    readonly removeTaints?: readonly Taint[];
  };
}

function nodegroup(seen: Plain, { labels, taints, ...rest }: Plain & NodegroupConfig): Plain {
  const kept = Object.entries((seen.labels ?? {}) as Plain).filter(
    ([name]) => !labels?.removeLabels?.includes(name),
  );
  const isNamed = (one: Taint, list: readonly Taint[] = []) =>
    list.some(({ key, effect }) => key === one.key && effect === one.effect);
  const left = ((seen.taints ?? []) as readonly Taint[]).filter(
    (one) =>
      !taints?.removeTaints?.some((other) => same(other, one)) && !isNamed(one, taints?.addOrUpdateTaints),
  );
  return {
    ...merged(seen, rest),
    ...(labels ? { labels: { ...Object.fromEntries(kept), ...labels.addOrUpdateLabels } } : {}),
    ...(taints ? { taints: [...left, ...(taints.addOrUpdateTaints ?? [])] } : {}),
  };
}

interface Policy {
  readonly policyArn: string;
}

/** A part once EKS has made one change to it. */
export function changed(seen: Plain, { operation, request }: Change): Plain {
  const { name, clusterName, resourceArn, associationId, resolveConflicts, force, ...members } =
    request as Plain;
  const policies = ((seen.associatedAccessPolicies ?? []) as readonly Policy[]).filter(
    ({ policyArn }) => policyArn !== members.policyArn,
  );
  switch (operation) {
    case 'UpdateClusterConfig':
      return members.logging
        ? { ...seen, logging: logging(seen, members.logging as Logging) }
        : merged(seen, members);
    case 'UpdateNodegroupConfig':
      return nodegroup(seen, members);
    case 'AssociateAccessPolicy':
      return { ...seen, associatedAccessPolicies: [...policies, members] };
    case 'DisassociateAccessPolicy':
      return { ...seen, associatedAccessPolicies: policies };
    case 'TagResource':
      return { ...seen, tags: { ...(seen.tags as Plain), ...(members.tags as Plain) } };
    default:
      return merged(seen, members);
  }
}
