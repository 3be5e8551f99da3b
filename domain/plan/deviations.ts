import { knownAnnotations } from '../cluster-config/annotations.ts';
import { allNodeGroups, type ClusterConfig, isWindows } from '../cluster-config/config.ts';
import { hasNeuron, hasNvidiaGpu, instanceTypesOf } from '../cluster-config/instance-types.ts';
import type { Account } from '../desired/account.ts';
import { FLEET_ROLE } from '../kubernetes/fleet-role.ts';
import { karpenterInstallation, karpenterNodeIdentity } from './karpenter.ts';
import { manifests } from './manifests.ts';

/** A place where we do not do on purpose as eksctl would. */
export interface Deviation {
  readonly path: string;
  readonly eksctl: string;
  readonly eksFleet: string;
  readonly why: string;
}

function access(config: ClusterConfig): Deviation[] {
  const { authenticationMode, bootstrapClusterCreatorAdminPermissions } = config.accessConfig ?? {};
  return [
    ...(authenticationMode === undefined
      ? [
          {
            path: 'accessConfig.authenticationMode',
            eksctl: 'API_AND_CONFIG_MAP',
            eksFleet: 'API for a cluster that it creates; one that exists keeps what it has',
            why: 'who may do what is then said in one place, which AWS records and a lost ConfigMap cannot lock you out of',
          },
        ]
      : []),
    ...(bootstrapClusterCreatorAdminPermissions === undefined
      ? [
          {
            path: 'accessConfig.bootstrapClusterCreatorAdminPermissions',
            eksctl: 'true',
            eksFleet: 'false',
            why: 'the creator is a function of eks-fleet, which needs no rights inside; list yourself under accessConfig.accessEntries',
          },
        ]
      : []),
  ];
}

function version(config: ClusterConfig): Deviation[] {
  if (config.metadata.version !== undefined) return [];
  return [
    {
      path: 'metadata.version',
      eksctl: "the default of eksctl's release",
      eksFleet: "EKS's default on the day of creation, and no upgrade when that default rises",
      why: 'CreateCluster without a version means just that',
    },
  ];
}

/** Members by which eksctl upgrades. Here a file upgrades nothing, so that none in it can force every upgrade to come. */
function upgrades({ metadata }: ClusterConfig): Deviation[] {
  const { forceUpdateVersion, rollbackConfig } = metadata;
  const timeout = rollbackConfig?.timeoutMinutes;
  const why = 'an upgrade is asked for by itself: applying a file changes no version';
  return [
    ...(forceUpdateVersion
      ? [
          {
            path: 'metadata.forceUpdateVersion',
            eksctl: 'upgrades in spite of what EKS has found',
            eksFleet: 'says nothing; eks-fleet upgrade NAME --to VERSION --consent skipInsights --waive …',
            why,
          },
        ]
      : []),
    ...(timeout === undefined
      ? []
      : [
          {
            path: 'metadata.rollbackConfig.timeoutMinutes',
            eksctl: `${timeout}, of a version that goes back`,
            eksFleet:
              "says nothing; eks-fleet upgrade NAME --roll-back waits as long as EKS's own time lasts",
            why,
          },
        ]),
  ];
}

function identityMappings(config: ClusterConfig): Deviation[] {
  return (config.iamIdentityMappings ?? []).flatMap((mapping, index) => [
    {
      path: `iamIdentityMappings[${index}]`,
      eksctl: 'a line of the aws-auth ConfigMap',
      eksFleet: 'an access entry for the same principal, user and groups',
      why: 'the ConfigMap is not read in authentication mode API',
    },
    ...(mapping.noDuplicateARNs === undefined
      ? []
      : [
          {
            path: `iamIdentityMappings[${index}].noDuplicateARNs`,
            eksctl: mapping.noDuplicateARNs
              ? 'refuses a second mapping of an ARN'
              : 'writes a second mapping of an ARN',
            eksFleet: 'a second mapping of an ARN is always refused',
            why: 'a principal has one access entry',
          },
        ]),
  ]);
}

function groupPath(config: ClusterConfig, index: number): string {
  const managed = config.managedNodeGroups.length;
  return index < managed ? `managedNodeGroups[${index}]` : `nodeGroups[${index - managed}]`;
}

function nodeGroups(config: ClusterConfig): Deviation[] {
  return allNodeGroups(config).flatMap((group, index) => {
    const path = groupPath(config, index);
    const ssh = group.ssh;
    const keyless = ssh?.allow === true && ssh.publicKey === undefined && ssh.publicKeyName === undefined;
    const types = instanceTypesOf(group);
    const accelerated = types.some(hasNvidiaGpu) || types.some(hasNeuron);
    return [
      ...(keyless
        ? [
            {
              path: `${path}.ssh.allow`,
              eksctl: 'imports ~/.ssh/id_rsa.pub of the machine it runs on',
              eksFleet: 'EC2 makes a key pair; its private key is the SSM parameter /ec2/keypair/KEY_PAIR_ID',
              why: 'a cluster is created where your files are not',
            },
          ]
        : []),
      ...(path.startsWith('managed') &&
      group.desiredCapacity === 0 &&
      group.maxSize === 1 &&
      group.minSize === 0
        ? [
            {
              path: `${path}.maxSize`,
              eksctl: '0, which EKS refuses',
              eksFleet: '1',
              why: 'EKS wants a maximum of at least 1',
            },
          ]
        : []),
      ...(accelerated && !group.amiFamily.startsWith('Bottlerocket')
        ? [
            {
              path,
              eksctl: 'installs the device plugin of NVIDIA or Neuron into the cluster',
              eksFleet: 'leaves that to you: helm install nvidia-device-plugin, or the Neuron Helm chart',
              why: 'eks-fleet installs nothing in clusters',
            },
          ]
        : []),
    ];
  });
}

function addons(config: ClusterConfig): Deviation[] {
  const writes = allNodeGroups(config).some(isWindows);
  return writes
    ? [
        {
          path: 'addons',
          eksctl: 'sets enable-windows-ipam in the ConfigMap amazon-vpc-cni',
          eksFleet: 'sets enableWindowsIpam in the configuration values of the vpc-cni add-on',
          why: 'the add-on owns that ConfigMap, and would set it back',
        },
      ]
    : [];
}

function privateCluster(config: ClusterConfig): Deviation[] {
  if (!config.privateCluster?.enabled) return [];
  return [
    {
      path: 'privateCluster.enabled',
      eksctl: 'opens the public endpoint while it creates the cluster',
      eksFleet: 'the endpoint is private from the beginning; endpoints for eks and eks-auth are made too',
      why: 'nothing that the cluster is made of goes through the Kubernetes API',
    },
  ];
}

function annotations(config: ClusterConfig): Deviation[] {
  const ours: readonly string[] = knownAnnotations;
  return Object.entries(config.metadata.annotations ?? {})
    .filter(([key]) => !ours.includes(key))
    .map(([key, value]) => ({
      path: `metadata.annotations["${key}"]`,
      eksctl: 'keeps it in the file only',
      eksFleet: `kept with the document: ${JSON.stringify(value)}`,
      why: 'no AWS resource has a place for it',
    }));
}

/** Roles that we make take none of their own account: one that trusts the whole account would let every pod in. */
function targetRoles({ iam }: ClusterConfig, { accountId }: Account): Deviation[] {
  return (iam?.podIdentityAssociations ?? []).flatMap(({ roleARN, targetRoleARN }, index) =>
    roleARN === undefined && targetRoleARN?.split(':')[4] === accountId
      ? [
          {
            path: `iam.podIdentityAssociations[${index}].targetRoleARN`,
            eksctl: 'makes a role that may take it',
            eksFleet: 'makes a role that takes roles of other accounts alone: its pods get no credentials',
            why: 'a role of this account that trusts the account would let every pod in; name the role under roleARN, or one of yours that may take it',
          },
        ]
      : [],
  );
}

function inCluster(config: ClusterConfig, account: Account): Deviation[] {
  return manifests(config, account).map(({ path, text }) => ({
    path,
    eksctl: 'creates the service account in the cluster',
    eksFleet: `creates the AWS side; apply the rest yourself: kubectl apply -f - <<< '${text}'`,
    why: 'eks-fleet installs nothing in clusters',
  }));
}

function karpenter(config: ClusterConfig, account: Account): Deviation[] {
  const command = karpenterInstallation(config, account);
  if (command === undefined) return [];
  return [
    {
      path: 'karpenter',
      eksctl: 'installs the chart of Karpenter into the cluster',
      eksFleet: `creates the AWS side; install the chart yourself: ${command}${karpenterNodeIdentity(config)}`,
      why: 'eks-fleet installs nothing in clusters',
    },
  ];
}

/** The fleet's own way in, which a private endpoint has, too: by a function in the VPC (ADR 12). */
function fleetAccess(): Deviation {
  return {
    path: 'accessConfig.accessEntries',
    eksctl: 'none but those of the document',
    eksFleet: `one more, for the fleet's role in the group ${FLEET_ROLE.group}, which the ClusterRole ${FLEET_ROLE.name} lets list nodes and pods, limit NodePools and end NodeClaims`,
    why: 'a cluster is put to sleep and woken by what is inside of it; the role is made by an administrator who is gone again',
  };
}

/** Every declared deviation that a document meets; the plan prints them. */
export function deviations(config: ClusterConfig, account: Account): readonly Deviation[] {
  return [
    ...version(config),
    ...upgrades(config),
    ...access(config),
    fleetAccess(),
    ...identityMappings(config),
    ...nodeGroups(config),
    ...addons(config),
    ...privateCluster(config),
    ...annotations(config),
    ...targetRoles(config, account),
    ...inCluster(config, account),
    ...karpenter(config, account),
  ];
}
