import type { Step } from '../../scenario/steps/all.ts';
import { allGroupsOf, type DrawnCluster, minorOf, NEXT_MINOR } from '../clusters.ts';
import type { Story } from '../story.ts';
import { OTHER_IMAGE } from './bodies.ts';
import { app, budget, inside, karpenter, type Manifests } from './manifests.ts';
import { asked, COMMON, given, type Met, upgrade, waived } from './upgrade-asked.ts';

type Insight = Extract<Step, { insight: unknown }>['insight'];

const scaled = ({ name: cluster, region }: DrawnCluster, action: string, story: Story): readonly Step[] =>
  given({ scale: { cluster, region, request: { action } } }, story, 1800);

export const slept: Met = (cluster, story) => [
  ...scaled(cluster, 'hibernate', story),
  ...asked(cluster, upgrade, story),
  ...scaled(cluster, 'wake', story),
];

/** One part after the other. */
export const inParts: Met = (cluster, story) => [
  ...asked(cluster, { ...upgrade, only: 'controlPlane' }, story, 3600),
  ...asked(cluster, { action: 'upgrade', only: 'addons' }, story, 3600),
  ...(allGroupsOf(cluster).length > 0 ? asked(cluster, { action: 'upgrade', only: 'nodes' }, story) : []),
];

/** Two minors, of whose waivers one may run out before the second. */
export const chained: Met = (cluster, story) => {
  const { random } = story;
  const nodes = random.pick(['each', 'last']);
  const ends = story.later(random.pick([1500, 86_400]));
  const needsWaiver = story.isUp && random.chance(0.6);
  const one = [app('shop'), budget('shop', { minAvailable: 1 })];
  const waivers = waived(['pdb-blocks-drain', ...COMMON], ends);
  const request = { ...upgrade, nodes, soakMinutes: random.pick([0, 20]), waivers };
  return [...(needsWaiver ? inside([cluster], one) : []), ...asked(cluster, request, story, 5 * 3600)];
};

/** Up, and back where EKS takes nodes back, or does not. */
export const thereAndBack: Met = (cluster, story) => {
  const { random } = story;
  const { region } = cluster;
  const answers = {
    rollsBackNodegroups: random.chance(0.7),
    takesOldReleases: random.chance(0.7),
    enforcesUpgradeInsights: random.chance(0.5),
  };
  const only = random.chance(0.2) ? { only: 'controlPlane' } : {};
  const consents = random.chance(0.5)
    ? { consents: ['skipInsights'], waivers: waived(['insight-error', 'fargate-newer'], story.later(86_400)) }
    : {};
  return [
    { eksAnswers: { region, ...answers } },
    ...asked(cluster, { ...upgrade, ...only }, story),
    ...(random.chance(0.2) ? [{ wait: random.pick([1, 8]) * 86_400 }] : []),
    ...asked(cluster, { action: 'rollBack', ...consents }, story),
  ];
};

/** Up, and back once EKS takes nothing back any more. */
export const tooLate: Met = (cluster, story) => [
  ...asked(cluster, upgrade, story),
  { wait: 8 * 86_400 },
  ...asked(cluster, { action: 'rollBack' }, story),
];

/** Insights of EKS's that stand in the way, or only warn, and what a person says of them. */
export const insights: Met = (cluster, story) => {
  const { random } = story;
  const { name, region } = cluster;
  const minor = random.pick([NEXT_MINOR, NEXT_MINOR, minorOf(cluster)]);
  const status = random.pick(['ERROR', 'ERROR', 'UNKNOWN', 'WARNING'] as const);
  const shown = { id: 'i-drawn', name: 'Drawn finding', category: 'UPGRADE_READINESS', reason: 'by a seed' };
  const insight = { cluster: name, region, ...shown, kubernetesVersion: minor, status } as Insight;
  const called: Step = {
    deprecatedClient: {
      cluster: name,
      region,
      userAgent: 'old-controller/1.0',
      calls: {
        usage: '/apis/flowcontrol.apiserver.k8s.io/v1beta3/flowschemas',
        replacedWith: '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas',
        stopServingVersion: NEXT_MINOR,
        startServingReplacementVersion: '1.29',
        requestsADay: 24,
      },
    },
  };
  const mended: readonly Step[] = [
    { deprecatedClient: { cluster: name, region, userAgent: 'old-controller/1.0' } },
    { wait: 3600 },
  ];
  const isCalled = random.chance(0.4);
  const isMended = isCalled && random.chance(0.6);
  const laid: Step[] = isCalled ? [called, { wait: 3600 }, ...(isMended ? mended : [])] : [{ insight }];
  const fixes = isMended ? { fixes: [{ finding: 'insight-error', at: story.later(3600) }] } : {};
  const consents = random.chance(0.5) ? { consents: ['skipInsights'] } : {};
  const ids = ['insight-error', 'insight-unknown', ...COMMON];
  const waivers = random.chance(0.6) ? { waivers: waived(ids, story.later(2 * 86_400)) } : {};
  return [
    { eksAnswers: { region, enforcesUpgradeInsights: random.chance(0.6) } },
    ...laid,
    ...asked(cluster, { ...upgrade, ...fixes, ...consents, ...waivers }, story),
  ];
};

/** Budgets that let no pod go are no reason not to begin. */
const ofBudgets = (story: Story) => waived(['pdb-blocks-drain', ...COMMON], story.later(86_400));

export const insideAnd =
  (manifests: (story: Story) => Manifests, soakMinutes: number): Met =>
  (cluster, story) => [
    ...inside([cluster], manifests(story)),
    ...asked(cluster, { ...upgrade, soakMinutes, waivers: ofBudgets(story) }, story),
  ];

/** Pods of Karpenter's or Auto Mode's follow within the soak, where no budget of their pool holds them. */
export const drifting = ({ random }: Story): Manifests =>
  karpenter(random.chance(0.3) ? { disruption: { budgets: [{ nodes: '0' }] } } : {});

export const onFargate = ({ random }: Story): Manifests => {
  const replicas = random.integer(1, 3);
  const of = { namespace: 'jobs', replicas };
  const isHeld = random.chance(0.4);
  return [app('job', of), ...(isHeld ? [budget('job', { minAvailable: replicas }, 'jobs')] : [])];
};

/** Nodes of a data centre, of which some would be too old. */
export const hybrid: Met = (cluster, story) => {
  const kubernetesVersion = story.random.pick(['1.32', '1.33', minorOf(cluster)]);
  const labels = { 'eks.amazonaws.com/compute-type': 'hybrid' };
  const of = { cluster: cluster.name, region: cluster.region, names: ['rack-1', 'rack-2'] };
  return [
    {
      foreignNodes: {
        ...of,
        kubernetesVersion,
        labels,
        zone: 'on-premises',
        isReady: story.random.chance(0.8),
      },
    },
    ...asked(cluster, upgrade, story),
  ];
};

export const withImage: Met = (cluster, story) => {
  const nodeGroup = 'first';
  const image = story.random.pick([OTHER_IMAGE, OTHER_IMAGE, 'ami-0000000000000000f']);
  return asked(cluster, { ...upgrade, images: [{ nodeGroup, image }] }, story);
};

/** AWS upgrades a cluster at the end of its support, and somebody asks for the next minor after that. */
export const forced: Met = (cluster, story) => [
  { wait: story.random.integer(8, 14) * 86_400 },
  ...asked(cluster, upgrade, story),
  ...asked(cluster, { action: 'rollBack' }, story),
];
