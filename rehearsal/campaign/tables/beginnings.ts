import type { Step } from '../../scenario/steps/all.ts';
import { type DrawnCluster, documentOf, type Origin } from '../clusters.ts';
import { FLEET_TAGS } from '../fleets.ts';
import { ACCOUNT, following, type Story } from '../story.ts';
import { type Drawer, type DrawTable, drawFrom, type Row } from '../table.ts';
import { ORDEALS } from './operations.ts';
import { others } from './others.ts';

type Call = Extract<Step, { administrator: unknown }>['administrator']['calls'][number];
type Json = Call['request'];

const eks = (operation: string, request: Json): Call => ({ service: 'eks', operation, request });
const roleOf = (cluster: DrawnCluster, what: string): string => `${cluster.name}-${what}`;
const arn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

function role(RoleName: string, service: string, policies: readonly string[]): readonly Call[] {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  };
  const AssumeRolePolicyDocument = JSON.stringify(trust);
  return [
    { service: 'iam', operation: 'CreateRole', request: { RoleName, AssumeRolePolicyDocument } },
    ...policies.map(
      (policy): Call => ({
        service: 'iam',
        operation: 'AttachRolePolicy',
        request: { RoleName, PolicyArn: `arn:aws:iam::aws:policy/${policy}` },
      }),
    ),
  ];
}

/** Its number among the story's clusters keeps networks apart. */
const numberOf = ({ name }: DrawnCluster): string => name.replace(/\D/g, '');
const subnetsOf = (cluster: DrawnCluster): readonly string[] =>
  ['1', '2'].map((zone) => `subnet-0aaaaaaaaaaaaa${numberOf(cluster).padStart(2, '0')}${zone}`);

/** Roles and a network that were there long before the fleet. */
function ground(cluster: DrawnCluster): readonly Step[] {
  const { region } = cluster;
  const calls = [
    ...role(roleOf(cluster, 'control'), 'eks.amazonaws.com', ['AmazonEKSClusterPolicy']),
    ...role(roleOf(cluster, 'nodes'), 'ec2.amazonaws.com', [
      'AmazonEKSWorkerNodePolicy',
      'AmazonEKS_CNI_Policy',
      'AmazonEC2ContainerRegistryReadOnly',
    ]),
  ];
  const network = {
    region,
    vpcId: `vpc-0aaaaaaaaaaaaaa${numberOf(cluster).padStart(2, '0')}`,
    cidrBlock: '10.20.0.0/16',
    subnets: subnetsOf(cluster).map((subnetId, index) => ({
      subnetId,
      cidrBlock: `10.20.${16 * index}.0/20`,
      availabilityZone: `${region}${'ab'[index]}`,
    })),
    securityGroups: [],
    networkInterfaces: [],
  };
  return [{ administrator: { region, calls: [...calls] } }, { givenNetwork: network }];
}

/**
 * The ground of all those clusters together, before the first: resources that are there by then are to be there in
 * the end.
 */
export const grounds = (clusters: readonly DrawnCluster[]): readonly Step[] =>
  // EKS sees a role some seconds after IAM has it.
  clusters.length === 0 ? [] : [...clusters.flatMap(ground), { wait: 120 }];

const EKSCTL_TAGS = (name: string) => ({
  'alpha.eksctl.io/cluster-name': name,
  'alpha.eksctl.io/eksctl-version': '0.215.0',
  'eksctl.cluster.k8s.io/v1alpha1/cluster-name': name,
});

/** The control plane of a cluster that the fleet did not make, with its contents. */
function made(cluster: DrawnCluster, more: Json, contents: readonly Call[]): readonly Step[] {
  const { name, region, origin } = cluster;
  const tags = { ...FLEET_TAGS, cluster: name, ...(origin === 'eksctl' ? EKSCTL_TAGS(name) : {}) };
  const request = {
    name,
    version: '1.35',
    roleArn: arn(roleOf(cluster, 'control')),
    resourcesVpcConfig: { subnetIds: [...subnetsOf(cluster)], ...(more.resourcesVpcConfig as Json) },
    accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' },
    ...Object.fromEntries(Object.entries(more).filter(([member]) => member !== 'resourcesVpcConfig')),
    tags,
  };
  const wait: Step = { wait: 1800 };
  return [
    { administrator: { region, calls: [eks('CreateCluster', request as Json)] } },
    wait,
    ...(contents.length > 0 ? [{ administrator: { region, calls: [...contents] } } as Step, wait] : []),
  ];
}
const group = (cluster: DrawnCluster, nodegroupName: string): Call =>
  eks('CreateNodegroup', {
    clusterName: cluster.name,
    nodegroupName,
    nodeRole: arn(roleOf(cluster, 'nodes')),
    subnets: [...subnetsOf(cluster)],
    scalingConfig: { minSize: 0, maxSize: 3, desiredSize: 1 },
    instanceTypes: ['m6i.large'],
    labels: { tier: 'web' },
    ...(cluster.origin === 'eksctl'
      ? {
          tags: {
            'alpha.eksctl.io/nodegroup-name': nodegroupName,
            'alpha.eksctl.io/nodegroup-type': 'managed',
          },
        }
      : {}),
  });

interface Found extends Drawer {
  readonly cluster: DrawnCluster;
}
const row = (
  name: string,
  weight: number,
  draw: (cluster: DrawnCluster) => readonly Step[],
): Row<Found, readonly Step[]> => ({ name, weight, draw: ({ cluster }) => draw(cluster) });

/** Resources of a cluster that the fleet did not make. */
export const given: DrawTable<Found, readonly Step[]> = {
  name: 'given',
  rows: [
    row('a control plane alone', 2, (cluster) => made(cluster, {}, [])),
    row('a group and an add-on', 3, (cluster) =>
      made(cluster, {}, [
        eks('CreateAddon', { clusterName: cluster.name, addonName: 'vpc-cni' }),
        group(cluster, 'web'),
      ]),
    ),
    row('behind a private endpoint', 2.5, (cluster) =>
      made(cluster, { resourcesVpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true } }, [
        group(cluster, 'web'),
      ]),
    ),
    row('by its ConfigMap alone', 1, (cluster) =>
      made(cluster, { accessConfig: { authenticationMode: 'CONFIG_MAP' } }, []),
    ),
    row('with logs and a version behind', 1, (cluster) =>
      made(cluster, { version: '1.34', logging: { clusterLogging: [{ types: ['api'], enabled: true }] } }, [
        eks('CreateAddon', { clusterName: cluster.name, addonName: 'kube-proxy' }),
        group(cluster, 'web'),
      ]),
    ),
  ],
};

/** A call of a function that a service refuses so many times. */
const refused = (
  functionName: string,
  operation: string,
  times: number,
  kind: 'server-error' | 'throttle' = 'server-error',
): Step => ({ fault: { kind, functionName, operation, times } });

/** The first request for the clusters that the fleet makes. */
export const beginnings: DrawTable<Story, readonly Step[]> = {
  name: 'beginnings',
  rows: [
    {
      name: 'and given time',
      weight: 5,
      draw: (story) => [{ apply: firsts(story), followForSeconds: 1800 }],
    },
    { name: 'and not waited for', weight: 4, draw: (story) => [following({ apply: firsts(story) }, story)] },
    {
      name: 'to be rolled back',
      weight: 2,
      draw: (story) => [following({ apply: firsts(story), rollbackOnFailure: true }, story)],
    },
    {
      name: 'to be rolled back, while somebody asks again',
      weight: 1,
      draw: (story) => {
        const [first] = firsts(story);
        const request: Step = {
          fault: {
            kind: 'request',
            state: 'RequestRollback',
            detailType: 'ClusterRequested',
            detail: { requestId: story.id('again'), config: first?.value as Json },
          },
        };
        // It fails for good, and the rollback looks at the lease once the other has it.
        return [
          refused('createObserveContents', 'GetItem', 120),
          {
            fault: {
              kind: 'delay',
              functionName: 'createRequestRollback',
              operation: 'GetItem',
              delayMs: 9000,
              times: 2,
            },
          },
          request,
          { apply: [first], rollbackOnFailure: true, followForSeconds: 5400 } as Step,
          following({ apply: firsts(story) }, story),
        ];
      },
    },
    {
      name: 'that fail while the fleet is being let in',
      weight: 1,
      draw: (story) => [
        // A throttled task is patient, so that it is still at it when the other gives up.
        refused('accessEnsureAccess', 'CreateClusterroles', 20, 'throttle'),
        refused('createObserveContents', 'GetItem', 120),
        { apply: firsts(story), followForSeconds: 3600 },
        following({ apply: firsts(story) }, story),
      ],
    },
    {
      name: 'whose tasks run twice',
      weight: 2,
      draw: (story) => [
        ...(ORDEALS.create?.changes ?? [])
          .filter(() => story.random.chance(0.6))
          .map((functionName): Step => ({ fault: { kind: 'lose-result', functionName } })),
        { apply: firsts(story), followForSeconds: 2400 },
      ],
    },
    {
      name: 'where others were before',
      weight: 1.5,
      draw: (story) => [...drawFrom(others, story), { wait: 60 }, following({ apply: firsts(story) }, story)],
    },
  ],
};
const firsts = ({ clusters }: Story) =>
  clusters.filter(({ origin }) => origin === 'fleet').map((cluster) => documentOf(cluster, 0));

/** The origin of a cluster, before anything happens to it. */
export const origins: DrawTable<Drawer, Origin> = {
  name: 'origins',
  rows: [
    { name: 'the fleet', weight: 12, draw: () => 'fleet' },
    { name: 'somebody', weight: 1.5, draw: () => 'by hand' },
    { name: 'eksctl', weight: 1.5, draw: () => 'eksctl' },
  ],
};
