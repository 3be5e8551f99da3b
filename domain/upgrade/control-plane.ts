import { type Change, type Decision, fail, nothing, update, wait } from '../decide/decision.ts';
import { minorOf } from '../kubernetes-versions.ts';
import type { DescribedCluster, ObservedUpdate } from '../ports/eks.ts';
import { isBack, type UpgradeStep } from './steps.ts';

export type VersionChange = Change<
  'UpdateClusterVersion',
  { readonly name: string; readonly version: string }
>;

/** Updates that move a control plane. */
const MOVES: readonly string[] = ['VersionUpdate', 'VersionRollback'];

const isThere = (step: UpgradeStep, version: string): boolean =>
  isBack(step) ? minorOf(version) <= minorOf(step.to) : minorOf(version) >= minorOf(step.to);

/**
 * The next change of a control plane, by DescribeCluster alone. One that is past its version has been moved by AWS, at
 * the end of support, or by a person: that is no one's mistake, and is left.
 */
export function decideVersion(
  step: UpgradeStep,
  name: string,
  observed: Pick<DescribedCluster, 'status' | 'version'> | undefined,
): Decision<VersionChange> {
  if (!observed) return fail(`EKS has no cluster ${name}`);
  const { status, version } = observed;
  if (status === 'UPDATING') return wait('UpdateClusterVersion');
  if (status !== 'ACTIVE')
    return fail(`cluster ${name} is ${status}, and EKS upgrades only one that is ACTIVE`);
  if (isThere(step, version)) return nothing;
  if (Math.abs(minorOf(step.to) - minorOf(version)) > 1)
    return fail(`cluster ${name} is at ${version}, and EKS goes one minor at a time: ${step.to} is too far`);
  return update(
    { operation: 'UpdateClusterVersion', request: { name, version: step.to } },
    `${isBack(step) ? 'roll' : 'upgrade'} the control plane ${isBack(step) ? 'back ' : ''}to ${step.to}`,
  );
}

/**
 * The same, where it is a change, by the cluster's updates as well. While nodes of Auto Mode roll back, their cluster is
 * ACTIVE, and only its update tells of it. One that failed since then (ISO 8601) ends the step: EKS has taken it back.
 */
export function decideVersionByUpdates(
  decision: Decision<VersionChange>,
  updates: readonly ObservedUpdate[],
  since: string,
): Decision<VersionChange> {
  if (decision.do !== 'update') return decision;
  const moves = updates.filter(({ type }) => MOVES.includes(type));
  if (moves.some(({ status }) => status === 'InProgress')) return wait('UpdateClusterVersion');
  const { version } = decision.change.request;
  const newest = moves.find(
    ({ params, createdAt }) => params.Version === version && Date.parse(createdAt) >= Date.parse(since),
  );
  if (newest?.status !== 'Failed' && newest?.status !== 'Cancelled') return decision;
  const reason = newest.reason || 'EKS gives no reason';
  return fail(
    `EKS has taken the update to ${version} back (${newest.type} ${newest.status.toLowerCase()}): ${reason}`,
  );
}
