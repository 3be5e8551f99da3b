import type { EksAccount } from '../account.ts';
import { type ErrorMembers, invalidRequest } from '../errors.ts';
import type { ClusterRecord } from '../records.ts';
import { isInStandardSupport } from './versions.ts';

/** A rollback is open for seven days after the end of an upgrade in place (guide, "Roll back a cluster", prerequisites). */
const WINDOW_MS = 7 * 86_400_000;

/**
 * Whether a cluster can go back to that version at all, with force or without: it came from there within the window.
 * One that AWS upgraded at the end of extended support cannot; whether one of the end of standard support can, is
 * disputed.
 */
export function isInWindow(account: EksAccount, { upgraded }: ClusterRecord, target: string): boolean {
  if (upgraded?.from !== target || upgraded.forcedAtEndOf === 'extended') return false;
  if (upgraded.forcedAtEndOf === 'standard' && !account.decisions.rollsBackForcedUpgrades) return false;
  return account.region.kernel.now() - upgraded.at < WINDOW_MS;
}

/** A version in extended support wants the policy for it (the guide; no source gives the text). */
export function assertRollback(
  account: EksAccount,
  { description }: ClusterRecord,
  target: string,
  members: ErrorMembers,
): void {
  const policy = description.upgradePolicy?.supportType ?? 'EXTENDED';
  if (policy === 'EXTENDED' || isInStandardSupport(target, account.region.kernel.now())) return;
  throw invalidRequest(
    `Kubernetes version ${target} is in extended support. Change the upgrade policy of the cluster to EXTENDED to roll back to it.`,
    members,
  );
}
