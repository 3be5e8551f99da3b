import type { ClusterConfig } from '../cluster-config/config.ts';
import {
  karpenterInstanceProfile,
  karpenterNodeRoleName,
  karpenterQueueName,
  karpenterRoleArn,
  karpenterServiceAccount,
} from '../contents/stack/karpenter.ts';
import { hasProvisioners } from '../contents/stack/karpenter-policy.ts';
import type { Account } from '../desired/account.ts';

/** Values of the chart, which moved out of `settings.aws` with 0.32. */
function settings(config: ClusterConfig, version: string): string[] {
  const { name, region } = config.metadata;
  const old = hasProvisioners(version);
  const under = old ? 'settings.aws' : 'settings';
  const endpoint = `$(aws eks describe-cluster --name ${name} --region ${region} --query cluster.endpoint --output text)`;
  const queue = karpenterQueueName(config);
  return [
    `${under}.clusterName=${name}`,
    `"${under}.clusterEndpoint=${endpoint}"`,
    ...(old ? [`${under}.defaultInstanceProfile=${karpenterInstanceProfile(config)}`] : []),
    ...(queue ? [`${under}.${old ? 'interruptionQueueName' : 'interruptionQueue'}=${queue}`] : []),
  ];
}

/**
 * The command that installs Karpenter's chart on the resources that we made; undefined where the document asks for
 * none.
 */
export function karpenterInstallation(config: ClusterConfig, account: Account): string | undefined {
  if (!config.karpenter) return undefined;
  const { version, createServiceAccount = false } = config.karpenter;
  const { namespace, name } = karpenterServiceAccount;
  const values = [
    ...settings(config, version),
    `serviceAccount.create=${createServiceAccount}`,
    `serviceAccount.name=${name}`,
    `'serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn=${karpenterRoleArn(config, account)}'`,
  ];
  return [
    'helm upgrade --install karpenter oci://public.ecr.aws/karpenter/karpenter',
    `--version ${version}`,
    `--namespace ${namespace} --create-namespace`,
    ...values.map((value) => `--set ${value}`),
    '--wait',
  ].join(' ');
}

/**
 * The advice that a node class must say the identity of its nodes: newer versions do not take it from the chart's
 * values.
 */
export function karpenterNodeIdentity(config: ClusterConfig): string {
  const version = config.karpenter?.version ?? '';
  if (hasProvisioners(version)) return '';
  return ` and name the nodes' role (spec.role: ${karpenterNodeRoleName(config)}) or profile (spec.instanceProfile: ${karpenterInstanceProfile(config)}) in your EC2NodeClass`;
}
