import type { Addon, ClusterConfig, PodIdentityAssociation } from '../../cluster-config/config.ts';
import { isAutoMode, isIpv6 } from '../../cluster-config/config.ts';
import { type Account, awsManagedPolicy } from '../../desired/account.ts';
import type { DesiredRole } from '../../desired/roles/desired-role.ts';
import { withOidc } from '../../desired/roles/oidc.ts';
import { allow, type PolicyDocument, policy } from '../../desired/roles/policy-document.ts';
import type { Permissions } from '../../desired/roles/well-known-policies.ts';
import { associationRole } from '../pod-identity-association/roles.ts';

/** The permissions that EKS recommends for an add-on's service account (DescribeAddonConfiguration). */
interface Recommended {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly managedPolicies: readonly string[];
}

/**
 * Service accounts of add-ons that call AWS, with the policies that "Retrieve IAM information about an Amazon EKS
 * add-on" and each add-on's page of the user guide name.
 */
const recommendations: Readonly<Record<string, Recommended>> = {
  'vpc-cni': recommended('kube-system', 'aws-node', ['AmazonEKS_CNI_Policy']),
  'aws-ebs-csi-driver': recommended('kube-system', 'ebs-csi-controller-sa', [
    'service-role/AmazonEBSCSIDriverPolicy',
  ]),
  'aws-efs-csi-driver': recommended('kube-system', 'efs-csi-controller-sa', [
    'service-role/AmazonEFSCSIDriverPolicy',
  ]),
  'aws-fsx-csi-driver': recommended('kube-system', 'fsx-csi-controller-sa', ['AmazonFSxFullAccess']),
  'aws-mountpoint-s3-csi-driver': recommended('kube-system', 's3-csi-driver-sa', ['AmazonS3FullAccess']),
  'amazon-cloudwatch-observability': recommended('amazon-cloudwatch', 'cloudwatch-agent', [
    'CloudWatchAgentServerPolicy',
    'AWSXrayWriteOnlyAccess',
  ]),
  adot: recommended('opentelemetry-operator-system', 'adot-col-otlp-ingest', ['AWSXrayWriteOnlyAccess']),
  'external-dns': recommended('external-dns', 'external-dns', ['AmazonRoute53FullAccess']),
};

function recommended(
  namespace: string,
  serviceAccount: string,
  managedPolicies: readonly string[],
): Recommended {
  return { namespace, serviceAccount, managedPolicies };
}

export function recommendationFor(addon: Addon): Recommended | undefined {
  return recommendations[addon.name.toLowerCase()];
}

/** Pods with IPv6 addresses: "IPv6 mode" of the VPC CNI's own documentation. */
export function ipv6CniPolicy({ partition }: Account): PolicyDocument {
  return policy(
    allow([
      'ec2:AssignIpv6Addresses',
      'ec2:DescribeInstances',
      'ec2:DescribeTags',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeInstanceTypes',
    ]),
    allow(['ec2:CreateTags'], `arn:${partition}:ec2:*:*:network-interface/*`),
  );
}

/** EKS's recommendation for an add-on; AmazonEKS_CNI_Policy is for IPv4 alone. */
export function recommendedPermissions(config: ClusterConfig, account: Account, addon: Addon): Permissions {
  const names = recommendationFor(addon)?.managedPolicies ?? [];
  if (isCni(addon) && isIpv6(config))
    return {
      managedPolicyArns: [],
      policies: [{ PolicyName: 'cniIpv6', PolicyDocument: ipv6CniPolicy(account) }],
    };
  return { managedPolicyArns: names.map((name) => awsManagedPolicy(account, name)), policies: [] };
}

const isCni = ({ name }: Addon): boolean => name.toLowerCase() === 'vpc-cni';

/** True where the document itself says which permissions an add-on has. */
export function hasWrittenPermissions(addon: Addon): boolean {
  const wellKnown = Object.values(addon.wellKnownPolicies ?? {}).some((chosen) => chosen);
  return wellKnown || Boolean(addon.serviceAccountRoleARN ?? addon.attachPolicy ?? addon.attachPolicyARNs);
}

function wantsDefaults(config: ClusterConfig, addon: Addon): boolean {
  const automatic = config.addonsConfig?.autoApplyPodIdentityAssociations === true;
  return addon.useDefaultPodIdentityAssociations ?? (automatic && !hasWrittenPermissions(addon));
}

/** The Pod Identity associations of an add-on: written ones, else the recommended ones where they are asked for. */
export function addonAssociations(
  config: ClusterConfig,
  account: Account,
  addon: Addon,
): readonly PodIdentityAssociation[] {
  if (addon.podIdentityAssociations) return addon.podIdentityAssociations;
  const recommendation = recommendationFor(addon);
  if (!recommendation || !wantsDefaults(config, addon)) return [];
  const { managedPolicyArns, policies } = recommendedPermissions(config, account, addon);
  const [inline] = policies;
  return [
    {
      namespace: recommendation.namespace,
      serviceAccountName: recommendation.serviceAccount,
      ...(inline
        ? {
            permissionPolicy: inline.PolicyDocument as NonNullable<
              PodIdentityAssociation['permissionPolicy']
            >,
            permissionPolicyName: inline.PolicyName,
          }
        : { permissionPolicyARNs: [...managedPolicyArns] }),
    },
  ];
}

const isFor =
  (recommendation: Recommended) =>
  (namespace: string | undefined, name: string): boolean =>
    namespace === recommendation.namespace && name === recommendation.serviceAccount;

/** True where the document gives an add-on's pods a role: with the add-on, or by the name of its service account. */
export function hasOwnPermissions(config: ClusterConfig, addon: Addon): boolean {
  const recommendation = recommendationFor(addon);
  const { podIdentityAssociations = [], serviceAccounts = [] } = config.iam ?? {};
  const isIts = recommendation && isFor(recommendation);
  return (
    hasWrittenPermissions(addon) ||
    addon.podIdentityAssociations !== undefined ||
    (recommendation !== undefined && wantsDefaults(config, addon)) ||
    (isCni(addon) && withOidc(config) && !isAutoMode(config)) ||
    (isIts !== undefined &&
      (podIdentityAssociations.some((one) => isIts(one.namespace, one.serviceAccountName)) ||
        serviceAccounts.some(({ metadata }) => isIts(metadata.namespace, metadata.name))))
  );
}

/** True where the add-on's service account gets a role of its own that trusts the cluster's OIDC issuer. */
export function needsServiceAccountRole(config: ClusterConfig, account: Account, addon: Addon): boolean {
  if (addon.serviceAccountRoleARN || addonAssociations(config, account, addon).length > 0) return false;
  if (!withOidc(config) || isAutoMode(config)) return hasWrittenPermissions(addon);
  return isCni(addon) || hasWrittenPermissions(addon);
}

export function addonPodIdentityRoles(config: ClusterConfig, account: Account): DesiredRole[] {
  return config.addons.flatMap((addon) =>
    addonAssociations(config, account, addon).flatMap((association) =>
      associationRole(config, account, association, `addon-${addon.name}`),
    ),
  );
}
