import { AwsError } from '../../aws-error.ts';
import { sampleDurationMs } from '../../durations.ts';
import type { EksAccount } from '../account.ts';
import type { ClusterRecord } from '../records.ts';
import { startUpgrade } from './update-version.ts';
import { minorOf, offeredVersion, supportEnds } from './versions.ts';

/**
 * AWS upgrades a cluster by itself at the end of standard support where its policy is STANDARD, else at the end of
 * extended support, "at any time after" it, one minor at a time (EKS guide, "Understand the Kubernetes version
 * lifecycle on EKS", FAQs). It does so when someone next calls EKS about the cluster after that time: until then nobody
 * could tell. Nodes and add-ons stay, and insights do not hold it up.
 */
export function upgradeIfDue(account: EksAccount, cluster: ClusterRecord): void {
  const { version = '', upgradePolicy, status } = cluster.description;
  const policy = upgradePolicy?.supportType === 'STANDARD' ? 'standard' : 'extended';
  const now = account.region.kernel.now();
  const ends = supportEnds(version, policy);
  if (now < ends || status !== 'ACTIVE' || cluster.running) return;
  const of = `${version}/${policy}`;
  if (cluster.forced?.of !== of) {
    const { kernel, settings } = account.region;
    const delay = sampleDurationMs(kernel, 'eks/forced-upgrade-delay', settings.durationScale);
    cluster.forced = { of, at: ends + delay };
  }
  const next = `1.${minorOf(version) + 1}`;
  if (now < cluster.forced.at || !offeredVersion(next, now)) return;
  try {
    startUpgrade(account, cluster, next, policy);
  } catch (error) {
    // EKS is patching the cluster at the moment; it comes back to it.
    if (!(error instanceof AwsError)) throw error;
  }
}
