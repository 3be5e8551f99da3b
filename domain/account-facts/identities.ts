import type { ClusterConfig } from '../cluster-config/config.ts';
import { placedGroups } from './groups.ts';

/** A place of a document where an IAM role is named, and who has to be able to assume it. */
export interface RoleUse {
  readonly arn: string;
  readonly path: string;
  readonly parts: readonly string[];
  /** The service's principal without its DNS suffix; absent where anybody may. */
  readonly service?: string;
  /** True where pods assume it by the cluster's OIDC provider. */
  readonly federated?: boolean;
}

type Named = Omit<RoleUse, 'arn'> & { readonly arn: string | undefined };

const controlPlane = ['controlPlane'];

function clusterRoles(config: ClusterConfig): Named[] {
  const { iam, autoModeConfig, fargateProfiles = [], capabilities = [] } = config;
  return [
    { arn: iam?.serviceRoleARN, path: 'iam.serviceRoleARN', parts: controlPlane, service: 'eks' },
    {
      arn: autoModeConfig?.nodeRoleARN,
      path: 'autoModeConfig.nodeRoleARN',
      parts: controlPlane,
      service: 'ec2',
    },
    {
      arn: iam?.fargatePodExecutionRoleARN,
      path: 'iam.fargatePodExecutionRoleARN',
      parts: fargateProfiles.map(({ name }) => `fargateProfile/${name}`),
      service: 'eks-fargate-pods',
    },
    ...fargateProfiles.map(({ name, podExecutionRoleARN }, index) => ({
      arn: podExecutionRoleARN,
      path: `fargateProfiles[${index}].podExecutionRoleARN`,
      parts: [`fargateProfile/${name}`],
      service: 'eks-fargate-pods',
    })),
    ...capabilities.map(({ name, roleArn }, index) => ({
      arn: roleArn,
      path: `capabilities[${index}].roleArn`,
      parts: [`capability/${name}`],
      service: 'capabilities.eks',
    })),
  ];
}

function podRoles({ iam, addons }: ClusterConfig): Named[] {
  return [
    ...(iam?.podIdentityAssociations ?? []).map(({ roleARN, namespace, serviceAccountName }, index) => ({
      arn: roleARN,
      path: `iam.podIdentityAssociations[${index}].roleARN`,
      parts: [`podIdentityAssociation/${namespace}/${serviceAccountName}`],
      service: 'pods.eks',
    })),
    ...addons.flatMap(({ name, serviceAccountRoleARN, podIdentityAssociations = [] }, index) => {
      const parts = [`addon/${name.toLowerCase()}`];
      const path = `addons[${index}]`;
      return [
        { arn: serviceAccountRoleARN, path: `${path}.serviceAccountRoleARN`, parts, federated: true },
        ...podIdentityAssociations.map(({ roleARN }, at) => ({
          arn: roleARN,
          path: `${path}.podIdentityAssociations[${at}].roleARN`,
          parts,
          service: 'pods.eks',
        })),
      ];
    }),
  ];
}

function entryRoles({ accessConfig }: ClusterConfig): Named[] {
  return (accessConfig?.accessEntries ?? []).map(({ principalARN, type }, index) => ({
    arn: principalARN.includes(':role/') ? principalARN : undefined,
    path: `accessConfig.accessEntries[${index}].principalARN`,
    parts: [`accessEntry/${principalARN}`],
    ...(type?.startsWith('EC2') ? { service: 'ec2' } : {}),
  }));
}

/** Every role that the document names and does not make. */
export function roleUses(config: ClusterConfig): readonly RoleUse[] {
  const groups = placedGroups(config).map(({ group, path, parts }) => ({
    arn: group.iam?.instanceRoleARN,
    path: `${path}.iam.instanceRoleARN`,
    parts,
    service: 'ec2',
  }));
  return [...clusterRoles(config), ...groups, ...podRoles(config), ...entryRoles(config)].flatMap(
    ({ arn, ...use }) => (arn === undefined ? [] : [{ arn, ...use }]),
  );
}

/** Members that hold a policy itself, which may speak of other policies without needing them. */
const WRITTEN = new Set(['attachPolicy', 'permissionPolicy', 'policy']);

function* policiesIn(
  value: unknown,
  path: string,
): Generator<{ readonly arn: string; readonly path: string }> {
  if (typeof value === 'string') {
    if (/^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\//.test(value)) yield { arn: value, path };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* policiesIn(item, `${path}[${index}]`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value))
      if (!WRITTEN.has(name)) yield* policiesIn(member, path === '' ? name : `${path}.${name}`);
  }
}

/** Every IAM policy that the document names, AWS's own among them. */
export const policyUses = (
  config: ClusterConfig,
): readonly { readonly arn: string; readonly path: string }[] => {
  const { metadata: _said, ...rest } = config;
  return [...policiesIn(rest, '')];
};
