import { approvalId, approvedText } from './approval.ts';
import type { Approval, FleetUpgrade, Wave } from './record.ts';
import type { Seen } from './seen.ts';
import { countsOf, telling } from './told.ts';

/** Whether a wave may start, as far as a person has to say so. */
export type Approved =
  | { readonly is: 'given' }
  | {
      readonly is: 'waiting';
      readonly upgrade: FleetUpgrade;
      readonly approval: Approval;
      readonly held: { readonly waitsFor: string; readonly until: string };
    }
  | { readonly is: 'refused'; readonly upgrade: FleetUpgrade; readonly reason: string };

/** The command by which a person decides; `…` is what only the person can say. */
const commandOf = ({ id }: Pick<Approval, 'id'>, verb = 'approve'): string =>
  `eks-fleet ${verb} ${id} --reason …`;

/** Of so many clusters the names are told; a notice has the size of an event. */
const MOST_NAMES = 200;

/** The results of the waves before, by which a person decides. */
const reportOf = (upgrade: FleetUpgrade) =>
  upgrade.waves.flatMap((one) => {
    const { upgraded, failed, skipped } = countsOf(upgrade, one);
    const { name: wave, startedAt, completedAt } = one;
    return completedAt === undefined || startedAt === undefined
      ? []
      : [{ wave, startedAt, completedAt, upgraded, failed, skipped }];
  });

const waiting = (upgrade: FleetUpgrade, { name, approve }: Wave, approval: Approval): Approved => ({
  is: 'waiting',
  upgrade,
  approval,
  held: {
    waitsFor: `the approval of wave ${name} by ${approve} until ${approval.expiresAt}: ${commandOf(approval)}`,
    until: approval.expiresAt,
  },
});

function expired(upgrade: FleetUpgrade, { name }: Wave, { id, expiresAt }: Approval, by: string): Approved {
  const reason = `nobody approved wave ${name} until ${expiresAt}`;
  const told = telling(upgrade, 'ApprovalExpired', `${name}/${expiresAt}`, {
    ...{ wave: name, approval: id, by },
    reason: `${reason}: it is asked for anew after eks-fleet upgrade --fleet ${upgrade.fleet} --resume --reason …`,
  });
  return { is: 'refused', upgrade: told, reason };
}

/** Asks for an approval where there is none of what would be started now, and goes by the one that there is. */
export function decideApproval(upgrade: FleetUpgrade, wave: Wave, { at, digestOf }: Seen): Approved {
  if (wave.approve === undefined) return { is: 'given' };
  const digest = digestOf(approvedText(upgrade, wave));
  const { approval } = wave;
  if (approval?.digest === digest) {
    const { decision, expiresAt } = approval;
    if (decision?.verdict === 'approved') return { is: 'given' };
    if (decision)
      return {
        is: 'refused',
        upgrade,
        reason: `wave ${wave.name} was denied by ${decision.by}: ${decision.reason}`,
      };
    if (at < expiresAt) return waiting(upgrade, wave, approval);
    return expired(upgrade, wave, approval, wave.approve);
  }
  const asked: Approval = {
    id: approvalId(upgrade, wave),
    digest,
    askedAt: at,
    expiresAt: new Date(Date.parse(at) + upgrade.approvals.expireSeconds * 1000).toISOString(),
  };
  const { pins, waivers } = upgrade;
  const left = wave.clusters.filter((key) => upgrade.members[key]?.is !== 'skipped');
  const told = telling(upgrade, 'ApprovalRequested', `${wave.name}/${at}`, {
    wave: wave.name,
    approval: asked.id,
    digest,
    by: wave.approve,
    expiresAt: asked.expiresAt,
    reason: `${upgrade.to} for wave ${wave.name} (${left.length} clusters) waits for ${wave.approve} until ${asked.expiresAt}: ${commandOf(asked)}`,
    clusters: left.length,
    which: left.slice(0, MOST_NAMES),
    before: reportOf(upgrade),
    pins,
    command: commandOf(asked),
    denyCommand: commandOf(asked, 'deny'),
    waivers: waivers.map(({ finding, until, reason }) => ({ finding, until, reason })),
  });
  return waiting(told, wave, asked);
}
