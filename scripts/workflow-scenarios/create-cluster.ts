import {
  account,
  apply,
  auto,
  claimedTwice,
  clusterIs,
  document,
  ended,
  fleetHas,
  handmade,
  rejected,
  remove,
  roleRefused,
} from './by-hand.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

const secret = `arn:aws:secretsmanager:us-west-2:${account}:secret:ecr-pullthroughcache/first-AbCdEf`;

/** One of every kind of resource that a task of its own applies. */
const whole = document(
  'whole',
  {
    cloudWatch: { clusterLogging: { enableTypes: ['api'], logRetentionInDays: 30 } },
    iam: {
      withOIDC: true,
      podIdentityAssociations: [
        {
          namespace: 'shop',
          serviceAccountName: 'web',
          permissionPolicyARNs: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'],
        },
      ],
    },
    accessConfig: {
      accessEntries: [
        {
          principalARN: `arn:aws:iam::${account}:role/eks-fleet/eks-fleet-prod-workflows`,
          kubernetesGroups: ['viewers'],
        },
      ],
    },
    addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }, { name: 'eks-pod-identity-agent' }],
    managedNodeGroups: [{ name: 'managed', desiredCapacity: 1 }],
    fargateProfiles: [{ name: 'jobs', selectors: [{ namespace: 'jobs' }] }],
    identityProviders: [
      { type: 'oidc', name: 'company', issuerURL: 'https://id.example.com', clientID: 'kubernetes' },
    ],
    capabilities: [{ name: 'kro', type: 'KRO' }],
  },
  {
    annotations: {
      'eks-fleet.dev/ecr-pull-through-cache': JSON.stringify({
        ecrRepositoryPrefix: 'docker-hub',
        upstreamRegistryUrl: 'registry-1.docker.io',
        credentialArn: secret,
      }),
    },
  },
);
/** The fleet comes to it by a function in its VPC. */
const hidden = document('hidden', {
  autoModeConfig: { enabled: true },
  vpc: { clusterEndpoints: { publicAccess: false, privateAccess: true } },
});
/** Its first task refuses it: a network cannot have that address range. */
const refused = document('refused', { vpc: { cidr: 'no block' } });
/** Its add-on fails once the cluster is there: it calls AWS, and nothing gives it a role. */
const doomed = document('doomed', {
  autoModeConfig: { enabled: true },
  addons: [{ name: 'aws-ebs-csi-driver' }],
});

const workflows = ['create-cluster'];

export const createCluster: readonly WorkflowScenario[] = [
  {
    name: 'a creation',
    workflows,
    documents: [whole],
    request: [apply(whole)],
    after: [clusterIs('whole', 'ACTIVE'), fleetHas('whole', 'all'), ended('create', 'Succeeded')],
    newer: [remove('whole')],
  },
  {
    name: 'a creation of a private cluster',
    workflows,
    documents: [hidden],
    request: [apply(hidden)],
    after: [clusterIs('hidden', 'ACTIVE'), ended('create', 'Succeeded')],
    newer: [remove('hidden'), { expect: { nothingLeft: true } }],
  },
  {
    name: 'a creation that lets the fleet into no cluster',
    workflows,
    documents: [auto],
    request: [apply(auto)],
    after: [clusterIs('auto', 'ACTIVE'), ended('create', 'Succeeded')],
    faults: [roleRefused],
    newer: [remove('auto')],
  },
  {
    name: 'a creation that is refused',
    workflows,
    documents: [refused],
    request: [apply(refused)],
    after: [rejected('vpc.cidr')],
  },
  {
    name: 'a creation of what somebody else has made',
    workflows,
    documents: [],
    before: handmade,
    request: [apply(document('handmade'))],
    after: [rejected('something else made handmade'), fleetHas('handmade', 'absent')],
    newer: [{ adopt: { cluster: 'handmade', region: 'us-west-2' } }],
  },
  {
    name: 'a creation that fails and is rolled back',
    workflows,
    documents: [doomed],
    request: [{ apply: [doomed], rollbackOnFailure: true }],
    after: [ended('create', 'Failed'), ended('delete', 'Succeeded'), { expect: { nothingLeft: true } }],
    faults: [claimedTwice('createAcceptRequest')],
    // A cluster that was there before is never rolled back, and the second request finds one.
    afterStop: [ended('create', 'Failed')],
    newer: [apply(document('doomed', { autoModeConfig: { enabled: true } })), { wait: 3600 }],
  },
  {
    name: 'a creation that a deletion takes the cluster from',
    workflows,
    documents: [auto],
    request: [{ apply: [auto], followForSeconds: 60 }, remove('auto')],
    after: [ended('delete', 'Succeeded'), { expect: { nothingLeft: true } }],
    newer: [],
  },
];
