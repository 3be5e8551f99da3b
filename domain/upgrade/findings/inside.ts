import { blockingWebhooks } from '../../kubernetes/blocking-webhooks.ts';
import { budgetsOf, holdOn } from '../../kubernetes/budgets.ts';
import { gitOpsOwner } from '../../kubernetes/gitops-owner.ts';
import type { ObservedPod, ObservedWebhook } from '../../ports/kubernetes.ts';
import { isReached } from '../../scale/inside/inside.ts';
import type { InsideForUpgrade } from '../facts.ts';
import type { Finding } from '../finding.ts';
import { replacedInstances } from '../nodes/own-groups.ts';
import { imagesOf, kindOfNode } from '../nodes-seen.ts';
import { changesOf, rightName } from '../rights.ts';
import { workloadOf } from '../workloads.ts';
import { controlPlaneHops, finding, insideOf, type Judge, type Judged, movingGroups } from './judged.ts';

/** A cluster that cannot be looked into has not passed. */
const reached: Judge = ({ facts: { inside } }) =>
  isReached(inside) ? [] : [finding('cannot-look-inside', inside.why)];

/** Rights that the upgrade would miss in its middle. A list that is denied was needed for the look already. */
const allowed: Judge = ({ facts: { denied }, hops }) => {
  const changes = new Set(changesOf(hops).map(rightName));
  return denied
    .filter((right) => right.verb === 'list' || changes.has(rightName(right)))
    .map((right) => {
      const { verb, group, resource } = right;
      const found = `the fleet may not ${verb} ${resource}${group === '' ? '' : ` in ${group}`}`;
      return finding('not-allowed-inside', found, rightName(right));
    });
};

/** Names of nodes from which pods will be evicted. */
function drained(judged: Judged, inside: InsideForUpgrade): ReadonlySet<string> {
  const groups = movingGroups(judged);
  const movesFargate = judged.hops.some((hop) => hop.movesFargate);
  const pins = judged.hops.flatMap(({ autoScalingGroups }) => autoScalingGroups);
  const replaced = replacedInstances(judged.facts.ownGroups, pins);
  const movesPools = controlPlaneHops(judged).length > 0;
  const isDrained = (node: InsideForUpgrade['nodes'][number]): boolean => {
    const kind = kindOfNode(node);
    if (kind === 'managed') return groups.has(node.nodegroupName ?? '');
    if (kind === 'fargate') return movesFargate;
    if (kind === 'selfManaged') return replaced.has(node.instanceId ?? '');
    const pool = inside.nodePools?.find(({ name }) => name === node.nodePool);
    return kind === 'pool' && movesPools && pool !== undefined && imagesOf(pool, inside) !== 'pinned';
  };
  return new Set(inside.nodes.filter(isDrained).map(({ name }) => name));
}

const keyOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string =>
  `${namespace}/${name}`;

const namesOf = (pods: readonly ObservedPod[]): string => {
  const owners = [...new Set(pods.map((pod) => workloadOf(pod) ?? pod.name))];
  const nodes = [...new Set(pods.map(({ nodeName }) => nodeName))];
  return `pods of ${owners.join(', ')} on ${nodes.join(', ')}`;
};

/** Pods that nobody may evict: their budget allows none, or they have two, with which the API evicts none. */
const budgets: Judge = (judged) => {
  const inside = insideOf(judged.facts);
  if (!inside) return [];
  const nodes = drained(judged, inside);
  const held = new Map<string, { readonly why: string; readonly pods: ObservedPod[] }>();
  for (const pod of inside.pods) {
    // A drain leaves pods of DaemonSets where they are.
    if (pod.nodeName === undefined || !nodes.has(pod.nodeName) || pod.owner?.kind === 'DaemonSet') continue;
    const hold = holdOn(pod, inside.budgets);
    if (!hold) continue;
    for (const budget of budgetsOf(pod, inside.budgets)) {
      const known = held.get(keyOf(budget)) ?? { why: hold.why, pods: [] };
      known.pods.push(pod);
      held.set(keyOf(budget), known);
    }
  }
  return [...held].map(([subject, { why, pods }]) =>
    finding('pdb-blocks-drain', `${why}: ${namesOf(pods)}`, subject),
  );
};

/** Pods that are likely behind a service: those in its namespace that are named or labelled as it is. */
function podsBehind({ service }: ObservedWebhook, pods: readonly ObservedPod[]): readonly ObservedPod[] {
  if (!service) return [];
  const names = new Set([service.name, service.name.replace(/-(webhook|service|svc)(-service)?$/, '')]);
  const isNamed = (value: string | undefined): boolean => value !== undefined && names.has(value);
  return pods.filter(
    (pod) =>
      pod.namespace === service.namespace &&
      pod.ready &&
      (isNamed(workloadOf(pod)) ||
        isNamed(pod.labels.app) ||
        isNamed(pod.labels['app.kubernetes.io/name']) ||
        isNamed(pod.labels['app.kubernetes.io/instance'])),
  );
}

/** Webhooks without which no pod is made, and that are gone for a while when their only node is drained. */
const webhooks: Judge = (judged) => {
  const inside = insideOf(judged.facts);
  if (!inside || drained(judged, inside).size === 0) return [];
  return blockingWebhooks(inside.webhooks).flatMap((webhook): readonly Finding[] => {
    const pods = podsBehind(webhook, inside.pods);
    const nodes = new Set(pods.map(({ nodeName }) => nodeName));
    if (pods.length > 1 && nodes.size > 1) return [];
    const { service, configuration, name } = webhook;
    const runs = `${pods.length === 0 ? 'no ready pod that is known' : `${pods.length} on one node`}`;
    return [
      finding(
        'webhook-fails-closed',
        `${webhook.kind} ${configuration}: ${name} is asked at ${service ? keyOf(service) : ''}, behind which is ${runs}`,
        configuration,
      ),
    ];
  });
};

/** Things that GitOps puts back: add-ons that it brought as well, and pools that pin an image. */
const gitOps: Judge = (judged) => {
  const inside = insideOf(judged.facts);
  if (!inside) return [];
  const tell = (owner: ReturnType<typeof gitOpsOwner>, what: string, subject: string): readonly Finding[] =>
    owner
      ? [
          finding(
            'gitops-fights',
            `${owner.tool}${owner.name ? ` (${owner.name})` : ''} keeps ${what}`,
            subject,
          ),
        ]
      : [];
  const pinned = new Set(judged.hops.flatMap(({ addons }) => addons.map(({ name }) => name)));
  // EKS names the workload of the VPC CNI after its daemon.
  const names = new Map([...pinned].map((name) => [name === 'vpc-cni' ? 'aws-node' : name, name]));
  return [
    ...inside.controllers.flatMap((one) =>
      names.has(one.name)
        ? tell(gitOpsOwner(one), `${one.kind} ${keyOf(one)}`, names.get(one.name) ?? '')
        : [],
    ),
    ...(inside.nodeClasses ?? []).flatMap((one) =>
      tell(gitOpsOwner(one), `EC2NodeClass ${one.name}`, one.name),
    ),
    ...(inside.nodePools ?? [])
      .filter(({ isBuiltIn }) => !isBuiltIn)
      .flatMap((one) => tell(gitOpsOwner(one), `NodePool ${one.name}`, one.name)),
  ];
};

export const insideJudges: readonly Judge[] = [reached, allowed, budgets, webhooks, gitOps];
