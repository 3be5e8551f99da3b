import type { RequestProblem } from '../operation/request.ts';
import { isNamed, isSamePerson } from '../proof/person.ts';
import type { FleetUpgrade, Wave } from './record.ts';
import type { FleetUpgradeRequest } from './request.ts';

type Decision = Extract<FleetUpgradeRequest, { readonly action: 'decide' }>;

/** The reason why a decision is none, or undefined. `proven`: the ARN of who decides; absent where nothing proves it. */
export function decisionProblem(
  upgrade: FleetUpgrade,
  { wave: name, digest, verdict }: Decision,
  proven: string | undefined,
  at: string,
): RequestProblem | undefined {
  const problem = (member: string, message: string): RequestProblem => ({
    path: `detail.${member}`,
    message,
  });
  const wave = upgrade.waves.find((one) => one.name === name);
  const { approval, approve } = wave ?? {};
  if (!approval || approve === undefined) return problem('wave', `wave ${name} waits for no approval`);
  const { decision, expiresAt } = approval;
  if (decision)
    return problem(
      'wave',
      `wave ${name} was ${decision.verdict} by ${decision.by} at ${decision.at} already`,
    );
  if (approval.digest !== digest)
    return problem(
      'digest',
      'what would be approved has changed since: look at it again, eks-fleet get upgrades',
    );
  if (at >= expiresAt)
    return problem('wave', `the approval of wave ${name} expired at ${expiresAt}: resume asks anew`);
  if (proven === undefined)
    return problem('proof', 'nothing proves who decides: the commands send a proof by themselves');
  if (!isNamed(proven, approve)) return problem('proof', `found ${proven}, allowed people of ${approve}`);
  if (!upgrade.approvals.differ || verdict === 'denied') return undefined;
  if (upgrade.requester === undefined)
    return problem(
      'proof',
      `${upgrade.requestedBy} asked for the upgrade without a proof, so that nobody can tell whether it is another person`,
    );
  return isSamePerson(proven, upgrade.requester)
    ? problem('proof', `${proven} asked for this upgrade: somebody else has to approve it`)
    : undefined;
}

/** The upgrade with a wave that was approved or denied. */
export function decided(
  upgrade: FleetUpgrade,
  { wave: name, verdict, reason }: Decision,
  { by, at }: { readonly by: string; readonly at: string },
): FleetUpgrade {
  const waves = upgrade.waves.map((wave): Wave => {
    if (wave.name !== name || !wave.approval) return wave;
    return { ...wave, approval: { ...wave.approval, decision: { verdict, at, by, reason } } };
  });
  const decisions = [...(upgrade.decisions ?? []), { wave: name, verdict, at, by }];
  return { ...upgrade, waves, decisions };
}
