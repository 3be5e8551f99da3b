import type { ObservedNodegroup } from '../../contents/node-group/observed.ts';
import { minorOf } from '../../kubernetes-versions.ts';
import type { NamedImage } from '../../ports/upgrade-offers.ts';
import type { InsideForUpgrade, UpgradeFacts } from '../facts.ts';
import type { Finding } from '../finding.ts';
import { replacedInstances } from '../nodes/own-groups.ts';
import { holdsDrift, imagesOf, isOfAutoMode, kindOfNode, kubeletMinor } from '../nodes-seen.ts';
import { controlPlaneHops, finding, insideOf, type Judge, type Judged, movingGroups } from './judged.ts';

/** The minors by which a kubelet may be behind its API server (Kubernetes, "Version Skew Policy", from 1.28 on). */
export const MOST_SKEW = 3;
/** As many nodes as are told by name. */
export const MOST_NAMED = 20;

/** Nodes that are on one minor, and how long they stay on it. */
interface Lagging {
  readonly subject: string;
  readonly minor: number;
  /** True where they come to the first minor before the second is begun. */
  readonly movesEach: boolean;
}

/** Managed groups by what EKS says of them, and by their oldest kubelet: an update that failed leaves nodes of both. */
function groupsOf(judged: Judged, inside: InsideForUpgrade | undefined): readonly Lagging[] {
  const { facts, hops } = judged;
  const first = hops.find(({ nodeGroups }) => nodeGroups.length > 0);
  return facts.nodeGroups.map(({ nodegroupName: name, version }) => {
    const nodes = (inside?.nodes ?? []).filter((node) => node.nodegroupName === name);
    const minors = nodes.flatMap((node) => kubeletMinor(node) ?? []);
    const movesEach =
      first === controlPlaneHops(judged)[0] &&
      first?.nodeGroups.some((pin) => pin.name === name && pin.leftBehind === undefined) === true;
    return {
      subject: name,
      minor: Math.min(...minors, version === undefined ? minorOf(facts.cluster.version) : minorOf(version)),
      movesEach,
    };
  });
}

/** Nodes of no managed group, by who runs them. */
function othersOf({ facts, hops }: Judged, inside: InsideForUpgrade): readonly Lagging[] {
  const followsAtOnce = (pool: string | undefined): boolean => {
    const found = inside.nodePools?.find(({ name }) => name === pool);
    return found !== undefined && imagesOf(found, inside) !== 'pinned' && !holdsDrift(found);
  };
  const movesFirst = replacedInstances(facts.ownGroups, hops[0]?.autoScalingGroups ?? []);
  return inside.nodes.flatMap((node): readonly Lagging[] => {
    const kind = kindOfNode(node);
    const minor = kubeletMinor(node);
    if (kind === 'managed' || minor === undefined || minor > minorOf(facts.cluster.version)) return [];
    if (kind === 'pool')
      return [{ subject: `pool ${node.nodePool}`, minor, movesEach: followsAtOnce(node.nodePool) }];
    if (kind === 'fargate') return [{ subject: 'Fargate', minor, movesEach: hops[0]?.movesFargate === true }];
    const movesEach = kind === 'selfManaged' && movesFirst.has(node.instanceId ?? '');
    return [{ subject: `node ${node.name}`, minor, movesEach }];
  });
}

/** Nodes that would be more than three minors behind, at the worst moment of the way. */
const skew: Judge = (judged) => {
  const hops = controlPlaneHops(judged);
  const [first, last] = [hops[0], hops.at(-1)];
  if (!first || !last) return [];
  const inside = insideOf(judged.facts);
  const all = [...groupsOf(judged, inside), ...(inside ? othersOf(judged, inside) : [])];
  const worst = new Map<string, Finding>();
  for (const { subject, minor, movesEach } of all) {
    const to = movesEach ? first.to : last.to;
    if (minorOf(to) - minor <= MOST_SKEW || worst.has(subject)) continue;
    worst.set(
      subject,
      finding(
        'node-skew',
        `its nodes are at 1.${minor}, and would be with a control plane at ${to}`,
        subject,
      ),
    );
  }
  return [...worst.values()];
};

/** Nodes that are not there for pods that have to move. */
const notReady: Judge = ({ facts }) =>
  (insideOf(facts)?.nodes ?? [])
    .filter(({ ready }) => !ready)
    .slice(0, MOST_NAMED)
    .map((node) =>
      finding('nodes-not-ready', `${describe(node.nodegroupName, node.nodePool)} is not Ready`, node.name),
    );

const describe = (group: string | undefined, pool: string | undefined): string =>
  group !== undefined ? `a node of group ${group}` : pool !== undefined ? `a node of pool ${pool}` : 'a node';

/** Pools of Karpenter and Auto Mode: their nodes choose images by themselves, or keep one that is pinned. */
const pools: Judge = (judged) => {
  const inside = insideOf(judged.facts);
  if (!inside || controlPlaneHops(judged).length === 0) return [];
  const isAutoMode = judged.facts.cluster.computeConfig?.enabled === true;
  return (inside.nodePools ?? []).flatMap((pool): readonly Finding[] => {
    if (isOfAutoMode(pool, inside, isAutoMode))
      return [finding('nodes-not-pinned', `EKS Auto Mode chooses the AMIs of pool ${pool.name}`, pool.name)];
    const images = imagesOf(pool, inside);
    const which = `${pool.nodeClass === undefined ? 'the class' : `EC2NodeClass ${pool.nodeClass}`} of pool ${pool.name}`;
    if (images === 'newest')
      return [finding('nodes-not-pinned', `${which} selects the newest AMI`, pool.name)];
    if (images === 'pinned')
      return [
        finding(
          'custom-image',
          `${which} pins an AMI, which is yours to change: its nodes stay on it`,
          pool.name,
        ),
      ];
    return [];
  });
};

const hybrid: Judge = ({ facts }) => {
  const nodes = (insideOf(facts)?.nodes ?? []).filter((node) => kindOfNode(node) === 'hybrid');
  if (nodes.length === 0) return [];
  const names = nodes.slice(0, MOST_NAMED).map(({ name }) => name);
  return [finding('hybrid-nodes', `${nodes.length}: ${names.join(', ')}`)];
};

/** Managed groups that stay as they are, and images that were given. */
const images: Judge = (judged) => {
  const { facts, hops } = judged;
  const left = new Map(
    hops.flatMap(({ nodeGroups }) =>
      nodeGroups.flatMap(({ name, leftBehind }) =>
        leftBehind === undefined ? [] : [[name, leftBehind] as const],
      ),
    ),
  );
  return [...left].map(([name, why]) => {
    const group = facts.nodeGroups.find(({ nodegroupName }) => nodegroupName === name);
    return finding(group?.amiType === 'CUSTOM' ? 'custom-image' : 'ami-type-ends', why, name);
  });
};

/** The minor in an image's name, as AWS, Canonical and most others write it: `…-eks-node-1.35-v20261112`. */
const minorInName = (name: string): number | undefined => {
  const minor = /(?:^|[-_/])1\.(\d{2})(?=[-_/.]|$)/.exec(name)?.[1];
  return minor === undefined ? undefined : Number(minor);
};

interface Given {
  readonly nodeGroup: string;
  readonly image: string;
}

/** The reason why an image that was given cannot be a node's of the group, or undefined. */
function misfit(judged: Judged, given: Given): string | undefined {
  const { facts } = judged;
  const group = facts.nodeGroups.find(({ nodegroupName }) => nodegroupName === given.nodeGroup);
  const own = facts.ownGroups.find(({ nodeGroup }) => nodeGroup === given.nodeGroup);
  if (!group && !own) return `there is no node group ${given.nodeGroup}`;
  if (group && group.amiType !== 'CUSTOM')
    return `the AMIs of the group are EKS's own, ${group.amiType}: a release is chosen for it`;
  const found = facts.images[given.image];
  if (!found) return `there is no image ${given.image} in the region, or it is not shared with the account`;
  if (found.state !== 'available') return `${given.image} is ${found.state}`;
  return (
    (group && misfitOfGroup(facts, group, given.image, found)) ?? misfitOfMinor(judged, given.image, found)
  );
}

function misfitOfGroup(
  facts: UpgradeFacts,
  { nodegroupName, instanceTypes = [] }: ObservedNodegroup,
  id: string,
  { architecture, isWindows }: NamedImage,
): string | undefined {
  if (isWindows !== isWindowsNow(facts, nodegroupName))
    return `${id} is ${isWindows ? 'a' : 'no'} Windows image, and the nodes of the group are ${isWindows ? 'not ' : ''}on Windows`;
  const unfit = instanceTypes.filter(
    (type) => facts.instanceTypes[type] && !facts.instanceTypes[type].architectures.includes(architecture),
  );
  return unfit.length > 0 ? `${id} is for ${architecture}, which ${unfit.join(', ')} cannot run` : undefined;
}

/** No node may be newer than its control plane. */
function misfitOfMinor({ hops, from }: Judged, id: string, { name }: NamedImage): string | undefined {
  const minor = minorInName(name);
  const to = hops.at(-1)?.to ?? from;
  if (minor === undefined || minor <= minorOf(to)) return undefined;
  return `${id}, ${name}, is for 1.${minor}, and the control plane comes to ${to}`;
}

/** By a node of the group; without one, as most are. */
const isWindowsNow = (facts: UpgradeFacts, group: string): boolean =>
  (insideOf(facts)?.nodes ?? []).some(
    (node) => node.nodegroupName === group && node.labels['kubernetes.io/os'] === 'windows',
  );

const givenImages: Judge = (judged) =>
  judged.request.action === 'upgrade'
    ? judged.request.images.flatMap((given) => {
        const why = misfit(judged, given);
        return why === undefined ? [] : [finding('image-unfit', why, given.nodeGroup)];
      })
    : [];

/** Tags that tools put on what they own; the value, where there is one, says under which name. */
const OWNERS: readonly (readonly [tool: string, isMark: (key: string, value: string) => boolean])[] = [
  ['CloudFormation', (key) => key === 'aws:cloudformation:stack-name'],
  [
    'Terraform',
    (key, value) => /^terraform/i.test(key) || (isManagedBy(key) && /terraform|tofu/i.test(value)),
  ],
  ['Pulumi', (key, value) => /^pulumi/i.test(key) || (isManagedBy(key) && /pulumi/i.test(value))],
  ['Crossplane', (key) => key === 'crossplane-kind' || key === 'crossplane-name'],
  ['ACK', (key) => key === 'services.k8s.aws/controller-version'],
  ['Cluster API', (key) => key.startsWith('sigs.k8s.io/cluster-api-provider-aws/')],
];

const isManagedBy = (key: string): boolean => /^managed[-_ ]?by$|^provisioner$|^created[-_ ]?by$/i.test(key);

/** Groups that somebody else's tool has made and would put back. */
const ownership: Judge = (judged) => {
  const moving = movingGroups(judged);
  return judged.facts.nodeGroups
    .filter(({ nodegroupName }) => moving.has(nodegroupName))
    .flatMap(({ nodegroupName, tags = {} }) => {
      const marks = OWNERS.flatMap(([tool, isMark]) => {
        const mark = Object.entries(tags).find(([key, value]) => isMark(key, value));
        return mark ? [`${tool}, by its tag ${mark[0]}=${mark[1]}`] : [];
      });
      return marks.length > 0 ? [finding('owned-by-another', marks.join('; '), nodegroupName)] : [];
    });
};

export const nodeJudges: readonly Judge[] = [skew, notReady, pools, hybrid, images, givenImages, ownership];
