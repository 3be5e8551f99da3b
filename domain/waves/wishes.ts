import type { RequestProblem } from '../operation/request.ts';
import { decided, decisionProblem } from './decide-wish.ts';
import {
  type ClusterKey,
  currentWave,
  type FleetUpgrade,
  isOver,
  isUnderWay,
  type Member,
  type Wave,
} from './record.ts';
import type { FleetUpgradeRequest } from './request.ts';
import { telling } from './told.ts';

/** A wish about a fleet upgrade that has begun. */
export type Wish = Exclude<FleetUpgradeRequest, { readonly action: 'start' | 'takeOver' }>;

/** The one who wishes it (as the record has it), and when (ISO 8601). */
export interface Wisher {
  readonly by: string;
  readonly at: string;
  /** The ARN that a proof came with. */
  readonly proven?: string | undefined;
}

export type Wished = { readonly upgrade: FleetUpgrade } | { readonly problem: RequestProblem };

const refused = (path: string, message: string): Wished => ({ problem: { path: `detail.${path}`, message } });

/** The attempts of clusters that are tried again count on, so that each request is a new one. */
const attemptAfter = (member: Member | undefined): number => (member?.attempt ?? 0) + 1;

function resumed(upgrade: FleetUpgrade): Wished {
  if (upgrade.is !== 'paused')
    return refused('action', `found resume, and it is ${upgrade.is}: nothing waits for that`);
  const { paused: _paused, failing: _failing, ...rest } = upgrade;
  const wave = currentWave(upgrade);
  const again = Object.entries(upgrade.members).filter(
    ([key, { is }]) => wave?.clusters.includes(key as ClusterKey) && (is === 'failed' || is === 'back'),
  );
  const attempts = {
    ...upgrade.attempts,
    ...Object.fromEntries(again.map(([key, member]) => [key, member.attempt])),
  };
  const names = new Set(again.map(([key]) => key));
  const members = Object.fromEntries(Object.entries(upgrade.members).filter(([key]) => !names.has(key)));
  // A wave that was denied, or not approved in time, is asked for anew.
  const waves = upgrade.waves.map((one) => {
    if (one.name !== wave?.name || one.approval?.decision?.verdict === 'approved') return one;
    const { approval: _approval, ...asked } = one;
    return asked;
  });
  return { upgrade: { ...rest, is: 'running', members, attempts, waves } };
}

function skipped(upgrade: FleetUpgrade, cluster: ClusterKey, why: string, { by, at }: Wisher): Wished {
  const wave = upgrade.waves.find(({ clusters }) => clusters.includes(cluster));
  if (!wave)
    return refused('cluster', `found ${cluster}, allowed a cluster of this upgrade: eks-fleet get upgrades`);
  const member = upgrade.members[cluster];
  if (isUnderWay(member))
    return refused('cluster', `${cluster} is being changed: cancel its upgrade first, then skip it`);
  if (member?.is === 'upgraded') return refused('cluster', `${cluster} was upgraded already`);
  const skip: Member = { is: 'skipped', at, attempt: member?.attempt ?? 0, reason: `${by}: ${why}` };
  return { upgrade: { ...upgrade, members: { ...upgrade.members, [cluster]: skip } } };
}

/** The clusters of a wave that were upgraded go back, and the wave is to be done again if somebody resumes. */
function rolledBack(upgrade: FleetUpgrade, name: string, { by, at }: Wisher): Wished {
  const index = upgrade.waves.findIndex((one) => one.name === name);
  const wave = upgrade.waves[index];
  if (!wave) {
    const names = upgrade.waves.map((one) => one.name).join(', ');
    return refused('wave', `found ${name}, allowed ${names}`);
  }
  const isBegun = ({ clusters }: Wave) => clusters.some((key) => upgrade.members[key] !== undefined);
  const later = upgrade.waves.slice(index + 1).find(isBegun);
  if (later) return refused('wave', `wave ${later.name} has begun after it: roll that one back first`);
  const running = wave.clusters.filter((key) => isUnderWay(upgrade.members[key]));
  if (running.length > 0)
    return refused('wave', `${running.join(', ')} of it are being changed: they come to their end first`);
  const done = wave.clusters.filter((key) => upgrade.members[key]?.is === 'upgraded');
  if (done.length === 0) return refused('wave', `no cluster of wave ${name} was upgraded`);
  const asked = done.map((key): readonly [string, Member] => [
    key,
    { is: 'askedBack', at, attempt: attemptAfter(upgrade.members[key]) },
  ]);
  const waves = upgrade.waves.map((one) => {
    if (one !== wave) return one;
    const { startedAt: _s, bakingSince: _b, completedAt: _c, approval: _a, ...fresh } = one;
    return fresh;
  });
  const reason = `wave ${name} is rolled back by ${by}`;
  const paused: FleetUpgrade = {
    ...upgrade,
    is: 'paused',
    paused: { at, reason },
    members: { ...upgrade.members, ...Object.fromEntries(asked) },
    waves,
  };
  return { upgrade: telling(paused, 'FleetUpgradePaused', at, { reason }) };
}

/** Carries out a wish on the record, or refuses it. */
export function carryOut(upgrade: FleetUpgrade, wish: Wish, wisher: Wisher): Wished {
  if (isOver(upgrade) && wish.action !== 'rollBack')
    return refused('upgrade', `found ${upgrade.id}, which is ${upgrade.is} since ${upgrade.endedAt}`);
  switch (wish.action) {
    case 'pause': {
      if (upgrade.is === 'paused')
        return refused('action', `it is paused already: ${upgrade.paused?.reason}`);
      const reason = `paused by ${wisher.by}: ${wish.reason}`;
      const paused: FleetUpgrade = { ...upgrade, is: 'paused', paused: { at: wisher.at, reason } };
      return { upgrade: telling(paused, 'FleetUpgradePaused', wisher.at, { reason }) };
    }
    case 'resume':
      return resumed(upgrade);
    case 'skip':
      return skipped(upgrade, wish.member as ClusterKey, wish.reason, wisher);
    case 'rollBack':
      return rolledBack(upgrade, wish.wave, wisher);
    case 'decide': {
      const problem = decisionProblem(upgrade, wish, wisher.proven, wisher.at);
      if (problem) return { problem };
      return { upgrade: decided(upgrade, wish, { by: wisher.proven ?? wisher.by, at: wisher.at }) };
    }
    case 'end': {
      const reason = `${wisher.by}: ${wish.reason}`;
      const ended: FleetUpgrade = { ...upgrade, is: 'ended', endedAt: wisher.at };
      return { upgrade: telling(ended, 'FleetUpgradeEnded', 'all', { reason }) };
    }
  }
}
