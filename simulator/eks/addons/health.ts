import type { AddonIssue } from '@aws-sdk/client-eks';
import { sampleDurationMs } from '../../durations.ts';
import type { Span } from '../../kernel/trace.ts';
import type { EksAccount } from '../account.ts';
import { askAutoMode, capacityFor } from '../capacity.ts';
import type { AddonRecord, ClusterRecord } from '../records.ts';
import type { AddonDefinition } from './catalogue.ts';
import { mayStart } from './credentials.ts';

/** Observed of CoreDNS and others without nodes (eks-blueprints-addons#335, containers-roadmap#2328). */
const NO_REPLICAS: AddonIssue = {
  code: 'InsufficientNumberOfReplicas',
  message: "The add-on is unhealthy because it doesn't have the desired number of replicas.",
};

/**
 * The issue of an add-on that ends CREATE_FAILED because its pods are in CrashLoopBackOff (aws-ebs-csi-driver#2619,
 * which gives no more of the words). In reports of 2023 the add-on is DEGRADED at the same time.
 */
const CRASHES: AddonIssue = {
  code: 'InsufficientNumberOfReplicas',
  message:
    "The add-on is unhealthy because it doesn't have the desired number of replicas: its pods are in CrashLoopBackOff.",
};

/**
 * Follows an add-on whose software has been applied. It is ACTIVE once its pods run. If they cannot run for a while
 * it is DEGRADED, until they can. A later operation takes over.
 */
export async function settleAddon(
  account: EksAccount,
  cluster: ClusterRecord,
  record: AddonRecord,
  definition: AddonDefinition,
  span: Span,
  requires: string[],
): Promise<void> {
  const { description, generation } = record;
  const superseded = () => record.generation !== generation || !account.exists(cluster);
  const settle = (status: 'ACTIVE' | 'DEGRADED', issues: AddonIssue[]): void => {
    description.status = status;
    description.health = { issues };
    description.modifiedAt = account.now();
    if (span.endedAt === undefined && status === 'ACTIVE') account.endSpan(span);
    account.changed(cluster);
  };
  if (superseded()) return;
  if (definition.workload === 'daemonset') return settle('ACTIVE', []);
  const isPlaced = () => capacityFor(cluster, definition, record) !== undefined;
  const isWell = () => mayStart(account, cluster, definition, record);
  const runs = () => {
    if (superseded()) return true;
    // A pool may come later, and its pods wait for it.
    askAutoMode(account, cluster, record.softwareSpanId);
    return isPlaced() && isWell();
  };
  if (!runs()) {
    const { kernel, settings } = account.region;
    const patience = sampleDurationMs(kernel, 'eks/addon-degraded', settings.durationScale);
    if (!(await account.until(cluster, runs, patience))) {
      if (isPlaced() && description.status === 'CREATING') {
        description.status = 'CREATE_FAILED';
        description.health = { issues: [CRASHES] };
        description.modifiedAt = account.now();
        account.changed(cluster);
        return;
      }
      settle('DEGRADED', [NO_REPLICAS]);
      account.inBackground(() => recover());
      return;
    }
    if (!superseded()) await account.take('eks/addon-pods-ready');
  }
  finish();

  async function recover(): Promise<void> {
    await account.until(cluster, runs);
    if (superseded()) return;
    await account.take('eks/addon-pods-ready');
    finish();
  }

  function finish(): void {
    if (superseded()) return;
    const nodeSpan = capacityFor(cluster, definition, record);
    if (nodeSpan !== undefined) requires.push(nodeSpan);
    settle('ACTIVE', []);
  }
}
