import type { AddonCompatibilityDetail } from '@aws-sdk/client-eks';
import { findAddon, serves } from '../addons/catalogue.ts';
import { minorOf, NODE_SKEW } from '../clusters/versions.ts';
import type { AddonRecord, ClusterRecord } from '../records.ts';
import { type Finding, passing } from './check.ts';

const ROWS = (cluster: ClusterRecord): readonly AddonRecord[] => [...cluster.addons.values()];

/** The installed versions of EKS's add-ons, held against those that serve a minor. Self-managed software is not seen. */
export function addonCompatibility(
  cluster: ClusterRecord,
  target: string,
  which: 'next' | 'previous',
): Finding {
  const details: AddonCompatibilityDetail[] = [];
  const unfit: AddonRecord[] = [];
  for (const record of ROWS(cluster)) {
    const { addonName: name = '', addonVersion } = record.description;
    const compatible = (findAddon(name)?.versions ?? []).filter((version) =>
      serves(version, minorOf(target)),
    );
    details.push({ name, compatibleVersions: compatible.map(({ version }) => version) });
    if (!compatible.some(({ version }) => version === addonVersion)) unfit.push(record);
  }
  if (unfit.length === 0) {
    return {
      ...passing(`All installed EKS add-on versions are compatible with ${which} Kubernetes version.`),
      summary: { addonCompatibilityDetails: details },
    };
  }
  const names = new Set(unfit.map(({ description }) => description.addonName));
  return {
    status: 'ERROR',
    reason: `Installed EKS add-on versions are not compatible with ${which} Kubernetes version.`,
    resources: unfit.map(({ description }) => ({
      insightStatus: {
        status: 'ERROR',
        reason: `${description.addonName} ${description.addonVersion} is not compatible with ${target}.`,
      },
      arn: description.addonArn,
    })),
    summary: { addonCompatibilityDetails: details.filter(({ name }) => names.has(name)) },
  };
}

/** The minor of the add-on; the self-managed one stays at the version that the cluster was made with, unseen here. */
const kubeProxyMinor = (cluster: ClusterRecord): number | undefined => {
  const minor = /^v1\.(\d+)\./.exec(cluster.addons.get('kube-proxy')?.description.addonVersion ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
};

/** kube-proxy may lag the API server by three minors, and is never newer (Kubernetes version skew policy). */
export function kubeProxySkew(cluster: ClusterRecord, target: string): Finding {
  const minor = kubeProxyMinor(cluster);
  const current = minorOf(cluster.description.version ?? '');
  if (minor === undefined) {
    return { status: 'UNKNOWN', reason: 'Unable to determine the version of kube-proxy.' };
  }
  if (minor > minorOf(target)) {
    return { status: 'ERROR', reason: `kube-proxy version 1.${minor} is newer than ${target}.` };
  }
  if (minorOf(target) - minor > NODE_SKEW) {
    return { status: 'ERROR', reason: `kube-proxy version 1.${minor} would be too old for ${target}.` };
  }
  if (minor >= current) return passing('kube-proxy versions match the cluster control plane version.');
  return { status: 'WARNING', reason: 'kube-proxy versions do not match the cluster control plane version.' };
}
