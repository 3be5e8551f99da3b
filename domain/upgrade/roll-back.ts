import { minorOf } from '../kubernetes-versions.ts';
import type { ObservedUpdate } from '../ports/eks.ts';
import type { LastUpgrade, UpgradeFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { finding, insideOf } from './findings/judged.ts';
import type { AutoScalingGroupPin, Hop, NodeGroupPin } from './hop.ts';
import { minorBefore } from './hops.ts';
import { releaseOf } from './image-releases.ts';
import { inOrder, isCustom, isWindowsGroup } from './node-pins.ts';
import { imagesOf, isOfAutoMode, kindOfNode, kubeletMinor } from './nodes-seen.ts';
import type { UpgradePlan } from './plan.ts';
import { formerOf, seenOf } from './plan-of.ts';
import type { UpgradeRequest } from './request.ts';
import { stepsBack } from './steps.ts';

/** "Within seven days of an in-place upgrade" (EKS guide, "Roll back a cluster to a previous Kubernetes version"). */
const WINDOW_MS = 7 * 86_400_000;

/** The newest change of the version that has come to its end. */
const newestOf = (updates: readonly ObservedUpdate[]): ObservedUpdate | undefined =>
  updates.find(
    ({ type, status }) => (type === 'VersionUpdate' || type === 'VersionRollback') && status === 'Successful',
  );

/** A node takes about five minutes, one at a time by default (EKS guide, "Update a managed node group"). */
const FOR_NODE_MS = 5 * 60_000;
const FOR_ADDONS_MS = 10 * 60_000;

/** The time that nodes and add-ons take to go back, before EKS is asked for the control plane. */
function timeBefore(
  { nodeGroups, autoScalingGroups, addons }: Hop,
  facts: UpgradeFacts,
  atOnce: number,
): number {
  const times = nodeGroups.map(({ name }) => {
    const group = facts.nodeGroups.find(({ nodegroupName }) => nodegroupName === name);
    const { desiredSize = 0 } = group?.scalingConfig ?? {};
    return Math.ceil(desiredSize / Math.max(1, group?.updateConfig?.maxUnavailable ?? 1)) * FOR_NODE_MS;
  });
  // The first goes alone, and then so many side by side.
  const [first = 0, ...others] = times;
  const sum = others.reduce((total, one) => total + one, 0);
  const own = autoScalingGroups.length > 0 ? facts.ownGroups.length * 3 * FOR_NODE_MS : 0;
  return first + Math.max(sum / atOnce, ...others, 0) + own + (addons.length > 0 ? FOR_ADDONS_MS : 0);
}

/**
 * Whether EKS's window is open, by the updates that it tells of; until when, or why not. It begins with the end of the
 * upgrade, of which EKS shows the beginning alone.
 */
export function windowOf({
  cluster,
  updates,
  at,
  minors,
}: Pick<UpgradeFacts, 'cluster' | 'updates' | 'at' | 'minors'>):
  | { readonly until: string }
  | { readonly closed: string } {
  const newest = newestOf(updates);
  const former = minorBefore(cluster.version);
  if (newest?.type !== 'VersionUpdate' || newest.params.Version !== cluster.version)
    return {
      closed:
        newest?.type === 'VersionRollback'
          ? `the cluster was rolled back to ${cluster.version} already`
          : `the cluster was made at ${cluster.version}, or its upgrade is older than EKS remembers`,
    };
  const until = Date.parse(newest.createdAt) + WINDOW_MS;
  if (until <= Date.parse(at))
    return {
      closed: `the upgrade to ${cluster.version} was begun at ${newest.createdAt}, seven days ago or more`,
    };
  const support = minors.find(({ version }) => version === former)?.support ?? 'none';
  if (support === 'none') return { closed: `EKS does not support ${former} any more` };
  return { until: new Date(until).toISOString() };
}

/** The versions that a minor had on the last way up, as its plan has them. */
interface Recorded {
  readonly addons: Readonly<Record<string, string>>;
  readonly nodeGroups: Readonly<Record<string, Omit<NodeGroupPin, 'name' | 'isWindows'>>>;
}

/** The versions that the fleet's own last upgrade had at a minor: of the hop to it, or what was there before the first one. */
function recordedAt(minor: string, { plan: { former, hops } }: LastUpgrade): Recorded {
  const before = hops.filter(({ to }) => minorOf(to) <= minorOf(minor));
  const addons: Record<string, string> = { ...former.addons };
  for (const hop of before)
    for (const { name, before: good, after = good } of hop.addons)
      if (after !== undefined) addons[name] = after;
  const groups: Record<string, Omit<NodeGroupPin, 'name' | 'isWindows'>> = {};
  for (const [name, { version, releaseVersion, launchTemplateVersion }] of Object.entries(
    former.nodeGroups,
  )) {
    if (version !== undefined && releaseVersion !== undefined && !releaseVersion.startsWith('ami-'))
      groups[name] = { release: { version, releaseVersion } };
    else if (launchTemplateVersion !== undefined) groups[name] = { launchTemplateVersion };
  }
  for (const hop of before)
    for (const { name, release } of hop.nodeGroups) if (release) groups[name] = { release };
  return { addons, nodeGroups: groups };
}

/** The recorded versions, where the last upgrade is the one that led to the version of now. */
function recordedOf({ last, cluster }: UpgradeFacts): Recorded | undefined {
  const isOfNow = last?.plan.hops.some(
    ({ to, movesControlPlane }) => movesControlPlane && to === cluster.version,
  );
  return last && isOfNow ? recordedAt(minorBefore(cluster.version), last) : undefined;
}

/** Managed groups that would be newer than the control plane, with what they go back to. */
function groupsBack(facts: UpgradeFacts, to: string): readonly NodeGroupPin[] {
  const recorded = recordedOf(facts);
  return inOrder(facts.nodeGroups).flatMap((group): readonly NodeGroupPin[] => {
    const { nodegroupName: name, version, amiType = '' } = group;
    if (!isNewer(facts, name, version, to)) return [];
    const of = { name, isWindows: isWindowsGroup(group) };
    const known = recorded?.nodeGroups[name];
    if (isCustom(group))
      return known?.launchTemplateVersion === undefined
        ? [
            {
              ...of,
              leftBehind:
                'its AMI is a custom one, and no former version of its launch template is on record',
            },
          ]
        : [{ ...of, launchTemplateVersion: known.launchTemplateVersion }];
    if (known?.release && minorOf(known.release.version) <= minorOf(to))
      return [{ ...of, release: known.release }];
    const releaseVersion = releaseOf(amiType, to, facts.parameters);
    return releaseVersion === undefined
      ? [{ ...of, leftBehind: `there is no release of ${amiType} for ${to}` }]
      : [{ ...of, release: { version: to, releaseVersion } }];
  });
}

/** By EKS's word, or by the kubelets: a group with a custom AMI shows the cluster's version, whatever it runs. */
function isNewer(facts: UpgradeFacts, name: string, version: string | undefined, to: string): boolean {
  const nodes = (insideOf(facts)?.nodes ?? []).filter(({ nodegroupName }) => nodegroupName === name);
  const minors = nodes.flatMap((node) => kubeletMinor(node) ?? []);
  const group = facts.nodeGroups.find(({ nodegroupName }) => nodegroupName === name);
  if (group && isCustom(group)) return minors.some((minor) => minor > minorOf(to));
  return [...minors, version === undefined ? 0 : minorOf(version)].some((minor) => minor > minorOf(to));
}

/** Groups of self-managed nodes that have another image than before, with the one that they had; each by one version. */
function ownGroupsBack(facts: UpgradeFacts): readonly AutoScalingGroupPin[] {
  const to = minorOf(minorBefore(facts.cluster.version));
  const own = (insideOf(facts)?.nodes ?? []).filter((node) => kindOfNode(node) === 'selfManaged');
  if (!own.some((node) => (kubeletMinor(node) ?? 0) > to)) return [];
  const former = facts.last?.plan.former;
  // Of the minors in between no image is on record.
  if (former?.version !== minorBefore(facts.cluster.version)) return [];
  return facts.ownGroups.flatMap(({ name, isOfFleet, maxSize, template }): readonly AutoScalingGroupPin[] => {
    const image = former.autoScalingGroups?.[name];
    if (!isOfFleet || !template || image === undefined || image === template.image.id) return [];
    const like = { id: template.id, version: String(template.version) };
    return [{ name, change: { image, like }, newFrom: template.latest + 1, maxSize }];
  });
}

/** The one hop of a way back. */
export function hopBack(facts: UpgradeFacts): Hop {
  const to = minorBefore(facts.cluster.version);
  const recorded = recordedOf(facts);
  const addons = facts.addons.flatMap(({ addonName: name, addonVersion }) => {
    const after = recorded?.addons[name];
    return after === undefined || after === addonVersion ? [] : [{ name, after }];
  });
  return {
    to,
    addons,
    nodeGroups: groupsBack(facts, to),
    autoScalingGroups: ownGroupsBack(facts),
    movesControlPlane: true,
    movesFargate: false,
  };
}

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
  const found = new Map<string, Finding>();
  for (const node of inside.nodes) {
    const minor = kubeletMinor(node);
    if (minor === undefined || minor <= minorOf(hop.to)) continue;
    const kind = kindOfNode(node);
    if (kind === 'managed' && back.has(node.nodegroupName ?? '')) continue;
    if (kind === 'selfManaged' && hop.autoScalingGroups.length > 0) continue;
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
  return facts.insights
    .filter(({ category }) => category === 'ROLLBACK_READINESS')
    .flatMap(({ name, status, reason, addons, resources }): readonly Finding[] => {
      const words = [reason, resources.slice(0, 10).join(', ')].filter(Boolean).join('; ');
      // Each of those nodes is told by a finding of its own.
      const isToldElsewhere = nodes.length > 0 && /kubelet/i.test(name);
      if (status === 'WARNING') return [finding('insight-warning', words, name)];
      if (status === 'UNKNOWN') return [finding('insight-answered', words, name)];
      if (status !== 'ERROR') return [];
      const answered = isToldElsewhere || isMended(name, addons, hop, nodes);
      return [finding(answered ? 'insight-answered' : 'insight-error', words, name)];
    });
}

/** Everything that a way back has against it beside what every change has. */
export function findingsBack(facts: UpgradeFacts, hop: Hop, atOnce: number): readonly Finding[] {
  const window = windowFindings(facts, hop, atOnce);
  if (window.some(({ id }) => id === 'rollback-window')) return window;
  const nodes = nodeFindings(facts, hop);
  return [...window, ...nodes, ...insightFindings(facts, hop, nodes)];
}

/** The plan of a way back: nodes, add-ons, control plane. */
export function planBack(
  request: UpgradeRequest,
  facts: UpgradeFacts,
  hop: Hop,
  findings: UpgradePlan['findings'],
): UpgradePlan {
  const reasons = ['it goes back already'];
  return {
    action: 'rollBack',
    from: facts.cluster.version,
    to: hop.to,
    hops: [hop],
    steps: stepsBack(hop.to, {
      nodes: hop.nodeGroups.length + hop.autoScalingGroups.length > 0,
      addons: hop.addons.length > 0,
    }),
    former: formerOf(facts),
    findings,
    rollback: { isPossible: false, reasons },
    ...seenOf(facts, request),
  };
}
