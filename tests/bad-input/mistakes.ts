import { eventBytes } from '../../events/event.ts';

/** A document in YAML's flow style, in which a test can leave out or add members. */
export const document = (more: object = {}, metadata: object = {}, head: object = {}): string =>
  JSON.stringify({
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'shop', region: 'us-east-1', version: '1.35', ...metadata },
    ...more,
    ...head,
  });
const long = document({}, { annotations: { note: 'x'.repeat(250_000) } });
const group = (more: object) => document({ managedNodeGroups: [{ name: 'web', ...more }] });

/** A file with one mistake, and the one message that it gets. */
export interface Mistake {
  readonly text: string;
  /** The text after the file's name, where the file holds several documents. */
  readonly file?: string;
  readonly path: string;
  readonly found: string;
  readonly allowed: string;
  readonly message: string;
  readonly alternative?: string;
}

const supported = "one of 1.36, 1.35, 1.34, 1.33, 1.32, 1.31, or nothing for EKS's default";

export const mistakes: Readonly<Record<string, Mistake>> = {
  'text that is not YAML': {
    text: 'metadata: name: shop',
    path: '',
    found: 'text that is not YAML',
    allowed: 'YAML or JSON',
    message: 'Nested mappings are not allowed in compact mappings',
  },
  'prose, which is YAML': {
    text: 'Please create a cluster.',
    path: '',
    found: '"Please create a cluster."',
    allowed: 'a mapping',
    message: 'a ClusterConfig is a mapping of fields',
  },
  'one bad document among several': {
    text: [document(), document({}, { name: 'till', region: 7 }), document({}, { name: 'depot' })].join(
      '\n---\n',
    ),
    file: '#2',
    path: 'metadata.region',
    found: '7',
    allowed: 'text',
    message: 'expected string, found number',
    alternative: 'put it in quotes: "7"',
  },
  'another apiVersion': {
    text: document({}, {}, { apiVersion: 'eksctl.io/v1alpha4' }),
    path: 'apiVersion',
    found: '"eksctl.io/v1alpha4"',
    allowed: 'eksctl.io/v1alpha5',
    message: 'not an allowed value',
    alternative: 'did you mean eksctl.io/v1alpha5?',
  },
  'a field that does not exist': {
    text: group({ instanceTyp: 'm5.large' }),
    path: 'managedNodeGroups[0].instanceTyp',
    found: '"m5.large"',
    allowed: 'instanceType',
    message: 'unknown field instanceTyp',
    alternative: 'did you mean instanceType?',
  },
  'a value of another type': {
    text: group({ minSize: 'two' }),
    path: 'managedNodeGroups[0].minSize',
    found: '"two"',
    allowed: 'a number',
    message: 'expected number, found string',
  },
  'a list where a mapping belongs': {
    text: document({ vpc: [] }),
    path: 'vpc',
    found: '[]',
    allowed: 'a mapping',
    message: 'expected object, found array',
  },
  'a field that is not carried out': {
    text: document({ gitops: { flux: {} } }),
    path: 'gitops',
    found: '{"flux":{}}',
    allowed: 'nothing',
    message: 'eks-fleet does not install software into clusters yet, and Flux bootstraps from inside',
    alternative:
      'remove it and run `flux bootstrap` when the cluster is ACTIVE, or use the managed Argo CD under capabilities',
  },
  'two documents of one cluster': {
    text: [document(), document()].join('\n---\n'),
    file: '#2',
    path: 'metadata.name',
    found: '"shop"',
    allowed: 'one document a cluster',
    message: 'cluster shop in us-east-1 is also in ',
  },
  'a version that EKS does not know': {
    text: document({}, { version: '2.99' }),
    path: 'metadata.version',
    found: '"2.99"',
    allowed: supported,
    message: 'Kubernetes 2.99 is not a version that EKS knows',
  },
  'a version past support': {
    text: document({}, { version: '1.29' }),
    path: 'metadata.version',
    found: '"1.29"',
    allowed: supported,
    message: "Kubernetes 1.29 is past EKS's extended support",
  },
  'a version with its patch': {
    text: document({}, { version: '1.35.2' }),
    path: 'metadata.version',
    found: '"1.35.2"',
    allowed: 'MAJOR.MINOR in quotes, such as "1.35"',
    message: 'not a Kubernetes version',
  },
  'blocks that overlap': {
    text: document({
      vpc: { cidr: '10.0.0.0/16' },
      kubernetesNetworkConfig: { serviceIPv4CIDR: '10.0.128.0/20' },
    }),
    path: 'kubernetesNetworkConfig.serviceIPv4CIDR',
    found: '"10.0.128.0/20"',
    allowed: 'a block apart from vpc.cidr',
    message: 'overlaps vpc.cidr (10.0.0.0/16)',
  },
  'an ARN that is none': {
    text: document({ iam: { serviceRoleARN: 'arn:aws:iam::1111:role/eks' } }),
    path: 'iam.serviceRoleARN',
    found: '"arn:aws:iam::1111:role/eks"',
    allowed: 'arn:PARTITION:iam::ACCOUNT:role/NAME with an account of 12 digits',
    message: 'malformed ARN of an IAM role',
  },
  'a group without room': {
    text: group({ maxSize: 0 }),
    path: 'managedNodeGroups[0].maxSize',
    found: '0',
    allowed: 'at least 1',
    message: 'a node group has a maximum of at least 1',
  },
  'a minimum above the maximum': {
    text: group({ minSize: 5, maxSize: 3 }),
    path: 'managedNodeGroups[0].minSize',
    found: '5',
    allowed: 'at most maxSize (3)',
    message: 'minSize 5 is above maxSize 3',
  },
  'sizes all the wrong way round': {
    text: group({ minSize: 5, desiredCapacity: 4, maxSize: 3 }),
    path: 'managedNodeGroups[0].minSize',
    found: '5',
    allowed: 'at most maxSize (3)',
    message: 'minSize 5 is above maxSize 3',
  },
  'a desired size that is out of bounds': {
    text: group({ minSize: 1, desiredCapacity: 9, maxSize: 3 }),
    path: 'managedNodeGroups[0].desiredCapacity',
    found: '9',
    allowed: 'from minSize (1) to maxSize (3)',
    message: 'desiredCapacity 9 is not between minSize 1 and maxSize 3',
  },
  'more groups than any quota allows a cluster': {
    text: document({
      managedNodeGroups: Array.from({ length: 501 }, (_, index) => ({ name: `web-${index}` })),
    }),
    path: 'managedNodeGroups',
    found: '501',
    allowed: 'at most 500 entries',
    message: 'too many entries',
  },
  'more self-managed groups than a region may have': {
    text: document({ nodeGroups: Array.from({ length: 501 }, (_, index) => ({ name: `web-${index}` })) }),
    path: 'nodeGroups',
    found: '501',
    allowed: 'at most 500 entries',
    message: 'too many entries',
  },
  'more text than fits into an event': {
    text: long,
    path: '',
    found: `${eventBytes({ config: JSON.parse(long) })} bytes as an event`,
    allowed: 'at most 250000',
    message: 'the document does not fit into an event',
    alternative: 'shorten what is long in it',
  },
  'a key file that is not there': {
    text: document({ nodeGroups: [{ name: 'web', ssh: { publicKeyPath: '/nowhere/id.pub' } }] }),
    path: 'nodeGroups[0].ssh.publicKeyPath',
    found: '"/nowhere/id.pub"',
    allowed: 'nothing',
    message: 'a file on your machine is not there where the cluster is created',
    alternative: 'put the key itself under publicKey, or import it into EC2 and name it under publicKeyName',
  },
};
