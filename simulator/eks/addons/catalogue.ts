import { KUBERNETES_VERSIONS, minorOf } from '../clusters/versions.ts';

/**
 * The add-ons that EKS offers, as far as they are modelled (EKS guide, "AWS add-ons" and "Community add-ons";
 * DescribeAddonVersions). The versions are real ones, with the Kubernetes minors that they serve. New ones come
 * weekly, so that a version that is missing here is no fault of a user's file.
 */
export interface AddonVersion {
  readonly version: string;
  /** The first and last Kubernetes minor that it serves. */
  readonly from: number;
  readonly to: number;
}

export interface AddonDefinition {
  readonly name: string;
  readonly type: string;
  readonly owner: string;
  readonly publisher: string;
  readonly namespace: string;
  /** A Deployment needs a node to become healthy; a DaemonSet is healthy on none. */
  readonly workload: 'deployment' | 'daemonset';
  readonly computeTypes: readonly ('ec2' | 'fargate' | 'hybrid' | 'auto')[];
  readonly serviceAccounts: readonly { readonly name: string; readonly policies: readonly string[] }[];
  /** The call that its pods begin with as a service account, and crash without (the driver's source, its issues). */
  readonly startsWith?: { readonly serviceAccount: string; readonly action: string };
  /** Labels of its pods that Fargate selectors may ask for. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly versions: readonly AddonVersion[];
}

const versions = (...rows: readonly (readonly [string, number, number])[]): readonly AddonVersion[] =>
  rows.map(([version, from, to]) => ({ version, from, to }));

/** kube-proxy serves its own minor and may lag the control plane by three (Kubernetes version skew policy). */
const kubeProxyVersions: readonly AddonVersion[] = KUBERNETES_VERSIONS.flatMap(({ version, patch }) => {
  const from = minorOf(version);
  const to = from + 3;
  return [
    { version: `v${patch}-eksbuild.2`, from, to },
    { version: `v${version}.0-eksbuild.2`, from, to },
  ];
});

const managed = (name: string) => `arn:aws:iam::aws:policy/${name}`;

type Shape = Partial<Omit<AddonDefinition, 'name' | 'versions'>>;

const aws = (name: string, rows: readonly AddonVersion[], shape: Shape = {}): AddonDefinition => ({
  name,
  type: 'infra-management',
  owner: 'aws',
  publisher: 'eks',
  namespace: 'kube-system',
  workload: 'deployment',
  computeTypes: ['ec2', 'hybrid', 'auto'],
  serviceAccounts: [],
  podLabels: {},
  ...shape,
  versions: rows,
});

const community = (name: string, rows: readonly AddonVersion[], shape: Shape = {}): AddonDefinition =>
  aws(name, rows, { owner: 'community', publisher: 'eks', type: 'observability', namespace: name, ...shape });

const account = (name: string, ...policies: readonly string[]) => ({ name, policies: policies.map(managed) });

export const ADDONS: readonly AddonDefinition[] = [
  aws(
    'vpc-cni',
    versions(
      ['v1.21.1-eksbuild.1', 30, 36],
      ['v1.20.4-eksbuild.1', 29, 36],
      ['v1.20.1-eksbuild.3', 29, 35],
      ['v1.19.6-eksbuild.7', 27, 34],
      ['v1.19.0-eksbuild.1', 25, 33],
      ['v1.18.1-eksbuild.3', 25, 31],
      ['v1.16.0-eksbuild.1', 25, 29],
    ),
    {
      type: 'networking',
      workload: 'daemonset',
      computeTypes: ['ec2'],
      serviceAccounts: [account('aws-node', 'AmazonEKS_CNI_Policy')],
    },
  ),
  aws(
    'coredns',
    versions(
      ['v1.13.1-eksbuild.1', 32, 36],
      ['v1.12.4-eksbuild.1', 31, 36],
      ['v1.12.1-eksbuild.2', 30, 35],
      ['v1.11.4-eksbuild.24', 29, 34],
      ['v1.11.4-eksbuild.2', 28, 33],
      ['v1.11.1-eksbuild.4', 26, 31],
      ['v1.10.1-eksbuild.11', 25, 29],
    ),
    {
      type: 'networking',
      computeTypes: ['ec2', 'fargate', 'hybrid'],
      podLabels: { 'k8s-app': 'kube-dns', 'eks.amazonaws.com/component': 'coredns' },
    },
  ),
  aws('kube-proxy', kubeProxyVersions, {
    type: 'networking',
    workload: 'daemonset',
    computeTypes: ['ec2', 'hybrid'],
  }),
  aws(
    'eks-pod-identity-agent',
    versions(
      ['v1.3.10-eksbuild.1', 28, 36],
      ['v1.3.8-eksbuild.2', 28, 36],
      ['v1.3.4-eksbuild.1', 25, 34],
      ['v1.2.0-eksbuild.1', 25, 31],
    ),
    { type: 'security', workload: 'daemonset', computeTypes: ['ec2', 'hybrid'] },
  ),
  aws(
    'aws-ebs-csi-driver',
    versions(
      ['v1.53.0-eksbuild.1', 30, 36],
      ['v1.51.0-eksbuild.1', 29, 36],
      ['v1.46.0-eksbuild.1', 28, 35],
      ['v1.38.1-eksbuild.2', 26, 33],
      ['v1.31.0-eksbuild.1', 25, 31],
    ),
    {
      type: 'storage',
      computeTypes: ['ec2', 'fargate', 'auto'],
      serviceAccounts: [account('ebs-csi-controller-sa', 'service-role/AmazonEBSCSIDriverPolicy')],
      startsWith: { serviceAccount: 'ebs-csi-controller-sa', action: 'ec2:DescribeAvailabilityZones' },
      podLabels: { app: 'ebs-csi-controller' },
    },
  ),
  aws(
    'aws-efs-csi-driver',
    versions(
      ['v2.1.15-eksbuild.1', 29, 36],
      ['v2.1.11-eksbuild.1', 28, 35],
      ['v2.1.4-eksbuild.1', 25, 33],
      ['v2.0.4-eksbuild.1', 25, 31],
    ),
    {
      type: 'storage',
      computeTypes: ['ec2', 'fargate'],
      serviceAccounts: [
        account('efs-csi-controller-sa', 'service-role/AmazonEFSCSIDriverPolicy'),
        account('efs-csi-node-sa', 'service-role/AmazonEFSCSIDriverPolicy'),
      ],
      podLabels: { app: 'efs-csi-controller' },
    },
  ),
  aws('aws-fsx-csi-driver', versions(['v1.7.0-eksbuild.1', 29, 36], ['v1.5.0-eksbuild.1', 27, 35]), {
    type: 'storage',
    computeTypes: ['ec2'],
    serviceAccounts: [account('fsx-csi-controller-sa', 'AmazonFSxFullAccess')],
  }),
  aws(
    'aws-mountpoint-s3-csi-driver',
    versions(['v2.2.0-eksbuild.1', 29, 36], ['v2.0.0-eksbuild.1', 28, 35], ['v1.11.0-eksbuild.1', 25, 33]),
    {
      type: 'storage',
      workload: 'daemonset',
      computeTypes: ['ec2'],
      serviceAccounts: [account('s3-csi-driver-sa', 'AmazonS3FullAccess')],
    },
  ),
  aws('snapshot-controller', versions(['v8.3.0-eksbuild.1', 28, 36], ['v8.2.0-eksbuild.1', 25, 34]), {
    type: 'storage',
    computeTypes: ['ec2', 'hybrid', 'auto', 'fargate'],
    podLabels: { app: 'snapshot-controller' },
  }),
  aws(
    'amazon-cloudwatch-observability',
    versions(
      ['v4.10.3-eksbuild.1', 29, 36],
      ['v4.7.0-eksbuild.1', 28, 36],
      ['v4.3.1-eksbuild.1', 27, 35],
      ['v3.3.1-eksbuild.1', 25, 33],
    ),
    {
      type: 'observability',
      namespace: 'amazon-cloudwatch',
      serviceAccounts: [account('cloudwatch-agent', 'CloudWatchAgentServerPolicy', 'AWSXrayWriteOnlyAccess')],
    },
  ),
  aws('aws-guardduty-agent', versions(['v1.12.1-eksbuild.2', 28, 36], ['v1.8.1-eksbuild.2', 25, 34]), {
    type: 'security',
    namespace: 'amazon-guardduty',
    workload: 'daemonset',
    computeTypes: ['ec2'],
  }),
  aws('adot', versions(['v0.131.0-eksbuild.1', 29, 36], ['v0.117.0-eksbuild.1', 27, 34]), {
    type: 'observability',
    namespace: 'opentelemetry-operator-system',
    computeTypes: ['ec2', 'fargate', 'hybrid', 'auto'],
    serviceAccounts: [account('adot-col-otlp-ingest', 'AWSXrayWriteOnlyAccess')],
  }),
  aws('eks-node-monitoring-agent', versions(['v1.4.2-eksbuild.1', 29, 36], ['v1.2.0-eksbuild.1', 28, 35]), {
    type: 'observability',
    workload: 'daemonset',
    computeTypes: ['ec2', 'hybrid'],
  }),
  aws('aws-network-flow-monitoring-agent', versions(['v1.1.0-eksbuild.1', 28, 36]), {
    type: 'observability',
    namespace: 'amazon-network-flow-monitor',
    workload: 'daemonset',
    computeTypes: ['ec2'],
    serviceAccounts: [
      account(
        'aws-network-flow-monitor-agent-service-account',
        'CloudWatchNetworkFlowMonitorAgentPublishPolicy',
      ),
    ],
  }),
  community(
    'metrics-server',
    versions(['v0.8.1-eksbuild.4', 29, 36], ['v0.8.0-eksbuild.2', 28, 36], ['v0.7.2-eksbuild.3', 26, 34]),
    {
      namespace: 'kube-system',
      computeTypes: ['ec2', 'fargate', 'hybrid', 'auto'],
      podLabels: { 'app.kubernetes.io/name': 'metrics-server' },
    },
  ),
  community('kube-state-metrics', versions(['v2.17.0-eksbuild.1', 29, 36], ['v2.15.0-eksbuild.4', 28, 35]), {
    computeTypes: ['ec2', 'fargate', 'hybrid', 'auto'],
  }),
  community(
    'prometheus-node-exporter',
    versions(['v1.10.2-eksbuild.2', 29, 36], ['v1.9.1-eksbuild.2', 28, 35]),
    {
      workload: 'daemonset',
    },
  ),
  community('cert-manager', versions(['v1.19.1-eksbuild.1', 29, 36], ['v1.17.2-eksbuild.1', 28, 35]), {
    type: 'security',
    computeTypes: ['ec2', 'fargate', 'hybrid', 'auto'],
  }),
  community('external-dns', versions(['v0.19.0-eksbuild.2', 29, 36], ['v0.16.1-eksbuild.2', 28, 35]), {
    type: 'networking',
    computeTypes: ['ec2', 'fargate', 'hybrid', 'auto'],
    serviceAccounts: [account('external-dns', 'AmazonRoute53FullAccess')],
  }),
];

export const findAddon = (name: string | undefined): AddonDefinition | undefined =>
  ADDONS.find((addon) => addon.name === name);

export const serves = (version: AddonVersion, minor: number): boolean =>
  version.from <= minor && minor <= version.to;

/** The default trails the newest by one release, as AWS's usually does; the only one is its own default. */
export function defaultAddonVersion(addon: AddonDefinition, minor: number): AddonVersion | undefined {
  const serving = addon.versions.filter((version) => serves(version, minor));
  return serving[1] ?? serving[0];
}
