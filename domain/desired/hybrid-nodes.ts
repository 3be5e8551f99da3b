import type { ClusterConfig } from '../cluster-config/config.ts';
import { type Account, awsManagedPolicy } from './account.ts';
import { roleArnOf, roleName } from './names.ts';
import type { DesiredRole } from './roles/desired-role.ts';
import { allow, policy, trustServices } from './roles/policy-document.ts';
import { getAtt, type Resources } from './template.ts';

function provider(config: ClusterConfig): 'SSM' | 'IRA' {
  return config.remoteNetworkConfig?.iam?.provider?.toUpperCase() === 'IRA' ? 'IRA' : 'SSM';
}

/** The role of hybrid nodes; undefined where the document has none. */
export function hybridRoleArn(config: ClusterConfig, account: Account): string | undefined {
  if (!config.remoteNetworkConfig) return undefined;
  return config.remoteNetworkConfig.iam?.roleARN ?? roleArnOf(account, roleName(config, 'hybrid-node'));
}

/** "Amazon EKS Hybrid Nodes IAM role" of the user guide, for Systems Manager or IAM Roles Anywhere. */
export function hybridNodeRole(config: ClusterConfig, account: Account): DesiredRole[] {
  if (!config.remoteNetworkConfig || config.remoteNetworkConfig.iam?.roleARN) return [];
  const anywhere = provider(config) === 'IRA';
  const names = ['AmazonEC2ContainerRegistryPullOnly', ...(anywhere ? [] : ['AmazonSSMManagedInstanceCore'])];
  const cluster = `arn:${account.partition}:eks:${account.region}:${account.accountId}:cluster/${config.metadata.name}`;
  return [
    {
      purpose: 'hybrid-node',
      name: roleName(config, 'hybrid-node'),
      trust: anywhere
        ? trustServices(
            account,
            ['rolesanywhere'],
            ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
          )
        : trustServices(account, ['ssm']),
      managedPolicyArns: names.map((name) => awsManagedPolicy(account, name)),
      policies: [
        { PolicyName: 'describeCluster', PolicyDocument: policy(allow(['eks:DescribeCluster'], cluster)) },
        ...(anywhere
          ? []
          : [
              {
                PolicyName: 'deregister',
                PolicyDocument: policy(
                  allow(['ssm:DeregisterManagedInstance', 'ssm:DescribeInstanceInformation']),
                ),
              },
            ]),
      ],
    },
  ];
}

/** With IAM Roles Anywhere: the anchor of the given certificate authority, and a profile for the role. */
export function rolesAnywhereResources(config: ClusterConfig, account: Account): Resources {
  const certificate = config.remoteNetworkConfig?.iam?.caBundleCert;
  const role = hybridRoleArn(config, account);
  if (provider(config) !== 'IRA' || !certificate || !role) return {};
  const name = `eks-fleet-${config.metadata.name}`;
  return {
    TrustAnchor: {
      Type: 'AWS::RolesAnywhere::TrustAnchor',
      Properties: {
        Name: name,
        Enabled: true,
        Source: { SourceType: 'CERTIFICATE_BUNDLE', SourceData: { X509CertificateData: certificate } },
      },
    },
    Profile: {
      Type: 'AWS::RolesAnywhere::Profile',
      Properties: {
        Name: name,
        Enabled: true,
        AcceptRoleSessionName: true,
        RoleArns: [config.remoteNetworkConfig?.iam?.roleARN ? role : getAtt('RoleHybridNode', 'Arn')],
      },
    },
  };
}

export const rolesAnywhereOutputs = (resources: Resources) =>
  'TrustAnchor' in resources
    ? { TrustAnchorArn: getAtt('TrustAnchor', 'TrustAnchorArn'), ProfileArn: getAtt('Profile', 'ProfileArn') }
    : {};
