import { approvalId, approvedText } from './approval.ts';
import type { Approval, FleetUpgrade, Wave } from './record.ts';
import type { Seen } from './seen.ts';
import { telling } from './told.ts';

/** Whether a wave may start, as far as a person has to say so. */
export type Approved =
  | { readonly is: 'given' }
  | {
      readonly is: 'waiting';
      readonly upgrade: FleetUpgrade;
      readonly approval: Approval;
      readonly held: { readonly waitsFor: string; readonly until: string };
    }
  | { readonly is: 'refused'; readonly reason: string };

/** The command by which a person decides. */
const commandOf = ({ id }: Pick<Approval, 'id'>): string => `eks-fleet approve ${id} --reason …`;

const waiting = (upgrade: FleetUpgrade, { name, approve }: Wave, approval: Approval): Approved => ({
  is: 'waiting',
  upgrade,
  approval,
  held: {
    waitsFor: `the approval of wave ${name} by ${approve} until ${approval.expiresAt}: ${commandOf(approval)}`,
    until: approval.expiresAt,
  },
});

/** Asks for an approval where there is none of what would be started now, and goes by the one that there is. */
export function decideApproval(upgrade: FleetUpgrade, wave: Wave, { at, digestOf }: Seen): Approved {
  if (wave.approve === undefined) return { is: 'given' };
  const digest = digestOf(approvedText(upgrade, wave));
  const { approval } = wave;
  if (approval?.digest === digest) {
    const { decision, expiresAt } = approval;
    if (decision?.verdict === 'approved') return { is: 'given' };
    if (decision)
      return { is: 'refused', reason: `wave ${wave.name} was denied by ${decision.by}: ${decision.reason}` };
    if (at < expiresAt) return waiting(upgrade, wave, approval);
    return { is: 'refused', reason: `nobody approved wave ${wave.name} until ${expiresAt}` };
  }
  const asked: Approval = {
    id: approvalId(upgrade, wave),
    digest,
    askedAt: at,
    expiresAt: new Date(Date.parse(at) + upgrade.approvals.expireSeconds * 1000).toISOString(),
  };
  const { pins, waivers } = upgrade;
  const told = telling(upgrade, 'ApprovalRequested', `${wave.name}/${digest.slice(0, 8)}`, {
    wave: wave.name,
    approval: asked.id,
    digest,
    by: wave.approve,
    expiresAt: asked.expiresAt,
    clusters: wave.clusters.length,
    pins,
    command: commandOf(asked),
    waivers: waivers.map(({ finding, until, reason }) => ({ finding, until, reason })),
  });
  return waiting(told, wave, asked);
}
