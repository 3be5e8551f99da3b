import type { EksAccount } from '../account.ts';
import { healthIssues } from '../clusters/health.ts';
import { isInWindow } from '../clusters/rollback.ts';
import { minorOf, offeredVersion } from '../clusters/versions.ts';
import type { ClusterRecord } from '../records.ts';
import { addonCompatibility, kubeProxySkew } from './addons.ts';
import { type Check, type Finding, passing } from './check.ts';
import { deprecatedApis, deprecationVersions } from './deprecations.ts';
import { blockingBudgets, doNotDisrupt, zeroBudgets } from './disruption.ts';
import { amazonLinux2, rollbackSkew, upgradeSkew } from './nodes.ts';

const SKEW = { 'Kubelet version skew policy': 'https://kubernetes.io/releases/version-skew-policy/#kubelet' };
const GUIDE = 'https://docs.aws.amazon.com/eks/latest/userguide';

/** Texts of the guide ("View cluster insights") and of observed answers; rollback's are ours, no source gives them. */
const TEXTS = {
  'Kubelet version skew': [
    'Checks for kubelet versions of worker nodes in the cluster to see if upgrade would cause non compliance with supported Kubernetes kubelet version skew policy.',
    'Upgrade your worker nodes to match the Kubernetes version of your cluster control plane.',
    SKEW,
  ],
  'kube-proxy version skew': [
    'Checks version of kube-proxy in cluster to see if upgrade would cause non compliance with supported Kubernetes kube-proxy version skew policy.',
    'Upgrade kube-proxy to match the Kubernetes version of your cluster control plane.',
    { 'kube-proxy version skew policy': 'https://kubernetes.io/releases/version-skew-policy/#kube-proxy' },
  ],
  'EKS add-on version compatibility': [
    'Checks version of installed EKS add-ons to ensure they are compatible with the next version of Kubernetes. ',
    'Update the installed EKS add-ons to a compatible version.',
    { 'Updating an add-on': `${GUIDE}/updating-an-add-on.html` },
  ],
  'Cluster health issues': [
    'Checks for any cluster health issues that prevent successful upgrade to the next Kubernetes version on EKS.',
    'Resolve the cluster health issues.',
    { 'Cluster health': `${GUIDE}/troubleshooting.html#cluster-health-status` },
  ],
  'Amazon Linux 2 compatibility': [
    'Checks if any nodes in the cluster are running Amazon Linux 2. Support for Amazon Linux 2 on Amazon EKS will end on November 26, 2025. Additionally, Amazon EKS will not release Amazon Linux 2 AMIs for Kubernetes version 1.33 and higher',
    'Move the nodes to Amazon Linux 2023 or Bottlerocket.',
    { 'AL2 AMI deprecation': `${GUIDE}/eks-ami-deprecation-faqs.html` },
  ],
  'NodePool disruption budgets': [
    'Checks for disruption budgets of NodePools that block the rollback of nodes.',
    'Allow nodes to be disrupted for drift.',
    {},
  ],
  'Do-not-disrupt annotations': [
    'Checks for annotations that keep nodes or pods from disruption.',
    'Remove the annotations.',
    {},
  ],
  PodDisruptionBudgets: [
    'Checks for PodDisruptionBudgets that delay the rollback of nodes.',
    'Allow pods to be disrupted.',
    {},
  ],
} as const satisfies Record<string, readonly [string, string, Readonly<Record<string, string>>]>;

type Name = keyof typeof TEXTS;

const check = (
  category: Check['category'],
  kubernetesVersion: string,
  name: Name,
  finding: Finding,
): Check => {
  const [description, recommendation, additionalInfo] = TEXTS[name];
  return { name, category, kubernetesVersion, description, recommendation, additionalInfo, finding };
};

function clusterHealth(account: EksAccount, cluster: ClusterRecord): Finding {
  const issues = healthIssues(account, cluster);
  if (issues.length === 0) return passing('No cluster health issues detected.');
  return {
    status: 'ERROR',
    reason: `Cluster health issues detected: ${issues.map(({ code }) => code).join(', ')}.`,
  };
}

const deprecation = (cluster: ClusterRecord, version: string, now: number): Check => ({
  name: `Deprecated APIs removed in Kubernetes v${version}`,
  category: 'UPGRADE_READINESS',
  kubernetesVersion: version,
  description: `Checks for usage of deprecated APIs that are scheduled for removal in Kubernetes v${version}. Upgrading your cluster before migrating to the updated APIs supported by v${version} could cause application impact.`,
  recommendation: `Update manifests and API clients to use newer Kubernetes APIs if applicable before upgrading to Kubernetes v${version}.`,
  additionalInfo: {
    'Kubernetes deprecation guide': `https://kubernetes.io/docs/reference/using-api/deprecation-guide/#v${version.replace('.', '-')}`,
  },
  finding: deprecatedApis(cluster, version, now),
});

function upgradeChecks(account: EksAccount, cluster: ClusterRecord): readonly Check[] {
  const now = account.region.kernel.now();
  const next = `1.${minorOf(cluster.description.version ?? '') + 1}`;
  const removals = deprecationVersions(cluster).map((version) => deprecation(cluster, version, now));
  if (!offeredVersion(next, now)) return removals;
  const of = (name: Name, finding: Finding) => check('UPGRADE_READINESS', next, name, finding);
  return [
    ...removals,
    of('Cluster health issues', clusterHealth(account, cluster)),
    of('Amazon Linux 2 compatibility', amazonLinux2(cluster, next)),
    of('Kubelet version skew', upgradeSkew(cluster, next)),
    of('kube-proxy version skew', kubeProxySkew(cluster, next)),
    of('EKS add-on version compatibility', addonCompatibility(cluster, next, 'next')),
  ];
}

/** "These insights appear after you perform an upgrade and remain available during the 7-day rollback eligibility window." */
function rollbackChecks(account: EksAccount, cluster: ClusterRecord): readonly Check[] {
  const former = cluster.upgraded?.from ?? '';
  if (!isInWindow(account, cluster, former)) return [];
  const of = (name: Name, finding: Finding) => check('ROLLBACK_READINESS', former, name, finding);
  const isAutoMode = cluster.description.computeConfig?.enabled === true;
  return [
    of('Cluster health issues', clusterHealth(account, cluster)),
    of('Kubelet version skew', rollbackSkew(cluster, former)),
    of('kube-proxy version skew', kubeProxySkew(cluster, former)),
    of('EKS add-on version compatibility', addonCompatibility(cluster, former, 'previous')),
    ...(isAutoMode
      ? [
          of('NodePool disruption budgets', zeroBudgets(cluster)),
          of('Do-not-disrupt annotations', doNotDisrupt(cluster)),
          of('PodDisruptionBudgets', blockingBudgets(cluster)),
        ]
      : []),
  ];
}

/** Everything that EKS looks at for a cluster's next upgrade, and for the way back from the last. */
export const checksOf = (account: EksAccount, cluster: ClusterRecord): readonly Check[] => [
  ...upgradeChecks(account, cluster),
  ...rollbackChecks(account, cluster),
];
