import { minorOf } from '../../kubernetes-versions.ts';
import type { UpgradeFacts } from '../facts.ts';
import type { Finding } from '../finding.ts';
import { finding, insideOf } from '../findings/judged.ts';
import { heldInAutoMode, toBeTried } from '../forecast.ts';
import type { Hop } from '../hop.ts';
import { replacedInstances } from '../nodes/own-groups.ts';
import { imagesOf, isOfAutoMode, kindOfNode, kubeletMinor } from '../nodes-seen.ts';
import { timeBefore, windowOf } from './window.ts';

/** The window, and the policy that EKS wants for a version in extended support. */
function windowFindings(facts: UpgradeFacts, hop: Hop, atOnce: number): readonly Finding[] {
  const { to } = hop;
  const window = windowOf(facts);
  if ('closed' in window) return [finding('rollback-window', window.closed)];
  const takes = timeBefore(hop, facts, atOnce);
  if (Date.parse(facts.at) + takes > Date.parse(window.until))
    return [
      finding(
        'rollback-window',
        `the window closes at ${window.until}, and nodes and add-ons, which go back first, take about ${Math.round(takes / 60_000)} minutes`,
      ),
    ];
  const policy = facts.cluster.upgradePolicy?.supportType ?? 'EXTENDED';
  const isExtended = facts.minors.find(({ version }) => version === to)?.support === 'extended';
  return isExtended && policy === 'STANDARD'
    ? [finding('support-policy', `${to} has left standard support`)]
    : [];
}

/** Nodes that a way back would leave newer than their control plane. */
function nodeFindings(facts: UpgradeFacts, hop: Hop): readonly Finding[] {
  const inside = insideOf(facts);
  if (!inside) return [];
  const isAutoMode = facts.cluster.computeConfig?.enabled === true;
  const back = new Set(
    hop.nodeGroups.filter(({ leftBehind }) => leftBehind === undefined).map(({ name }) => name),
  );
  const replaced = replacedInstances(facts.ownGroups, hop.autoScalingGroups);
  const found = new Map<string, Finding>();
  for (const node of inside.nodes) {
    const minor = kubeletMinor(node);
    if (minor === undefined || minor <= minorOf(hop.to)) continue;
    const kind = kindOfNode(node);
    if (kind === 'managed' && back.has(node.nodegroupName ?? '')) continue;
    if (kind === 'selfManaged' && replaced.has(node.instanceId ?? '')) continue;
    const pool = inside.nodePools?.find(({ name }) => name === node.nodePool);
    // EKS rolls the nodes of Auto Mode back before the control plane.
    if (kind === 'pool' && pool && isOfAutoMode(pool, inside, isAutoMode)) continue;
    if (kind === 'fargate') {
      found.set('Fargate', finding('fargate-newer', `pods on ${node.name} and others like it`));
      continue;
    }
    const subject = node.nodegroupName ?? node.nodePool ?? node.name;
    const how =
      pool && imagesOf(pool, inside) !== 'pinned'
        ? ', and Karpenter brings up more of them: pin their AMI'
        : '';
    found.set(subject, finding('nodes-newer', `${node.name} is at 1.${minor}${how}`, subject));
  }
  return [...found.values()];
}

/** True of an insight that the plan itself mends before EKS is asked: by nodes that go back, or add-ons. */
function isMended(name: string, addons: readonly string[], hop: Hop, nodes: readonly Finding[]): boolean {
  if (/kubelet/i.test(name)) return nodes.length === 0;
  if (/kube-?proxy/i.test(name)) return hop.addons.some((pin) => pin.name === 'kube-proxy');
  return /add-?on/i.test(name) && addons.every((addon) => hop.addons.some((pin) => pin.name === addon));
}

function insightFindings(facts: UpgradeFacts, hop: Hop, nodes: readonly Finding[]): readonly Finding[] {
  const inside = insideOf(facts);
  const held = inside ? heldInAutoMode(facts, inside) : [];
  return facts.insights
    .filter(({ category }) => category === 'ROLLBACK_READINESS')
    .flatMap(({ name, status, reason, addons, resources }): readonly Finding[] => {
      const words = [reason, resources.slice(0, 10).join(', ')].filter(Boolean).join('; ');
      // Each of those nodes is told by a finding of its own.
      const isToldElsewhere = nodes.length > 0 && /kubelet/i.test(name);
      if (status === 'WARNING') return [finding('insight-warning', words, name)];
      // EKS could not tell, and the pools themselves do: it would find the same before it goes back.
      if (status === 'UNKNOWN' && /disrupt/i.test(name) && held.length > 0)
        return [finding('insight-error', [words, ...held].join('; '), name)];
      if (status === 'UNKNOWN') return [finding('insight-answered', words, name)];
      if (status !== 'ERROR') return [];
      const answered = isToldElsewhere || isMended(name, addons, hop, nodes);
      return [finding(answered ? 'insight-answered' : 'insight-error', words, name)];
    });
}

/** The parts of a way back of which nobody knows whether EKS makes them. */
function disputed({ last, cluster, minors }: UpgradeFacts, hop: Hop): readonly Finding[] {
  const groups = hop.nodeGroups.flatMap(({ name, release }) => (release ? [name] : []));
  // AWS upgrades by itself what has left standard support.
  const isOld = minors.find(({ version }) => version === hop.to)?.support !== 'standard';
  const mayBeForced = isOld && last?.plan.hops.some(({ to }) => to === cluster.version) !== true;
  return [
    ...(groups.length > 0 ? [finding('rollback-to-be-tried', toBeTried(groups))] : []),
    ...(mayBeForced
      ? [
          finding(
            'rollback-to-be-tried',
            `the fleet has not made the upgrade to ${cluster.version}: sources of EKS conflict on whether it takes back one that AWS has made`,
          ),
        ]
      : []),
  ];
}

/** Everything that a way back has against it beside what every change has. */
export function findingsBack(facts: UpgradeFacts, hop: Hop, atOnce: number): readonly Finding[] {
  const window = windowFindings(facts, hop, atOnce);
  if (window.some(({ id }) => id === 'rollback-window')) return window;
  const nodes = nodeFindings(facts, hop);
  return [...window, ...nodes, ...insightFindings(facts, hop, nodes), ...disputed(facts, hop)];
}
