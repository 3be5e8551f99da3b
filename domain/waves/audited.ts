import type { ClusterKey, FleetUpgrade } from './record.ts';
import type { FleetUpgradeRequest } from './request.ts';

/** A request about the upgrade of a fleet, in words. */
export function wishInWords(request: FleetUpgradeRequest): string {
  switch (request.action) {
    case 'start':
      return `start${request.to === undefined ? '' : ` to ${request.to}`}`;
    case 'decide':
      return `${request.verdict === 'approved' ? 'approve' : 'deny'} wave ${request.wave}`;
    case 'skip':
      return `skip ${request.member}`;
    case 'rollBack':
      return `roll back wave ${request.wave}`;
    case 'takeOver':
      return 'take over';
    case 'pause':
    case 'resume':
    case 'end':
      return request.action;
  }
}

/** The people who approved, each once, of one wave or all; by `until` (ISO 8601) at the latest. */
export const approversOf = (
  { decisions = [] }: FleetUpgrade,
  wave: string | undefined,
  until: string,
): readonly string[] => {
  const given = decisions.filter(
    (one) => one.verdict === 'approved' && one.at <= until && (wave === undefined || one.wave === wave),
  );
  // Of one wave the last word counts: it is asked for anew where something has changed.
  const counted = wave === undefined ? given : given.slice(-1);
  return [...new Set(counted.map(({ by }) => by))];
};

/** The wave of a cluster. */
export const waveWith = ({ waves }: FleetUpgrade, key: ClusterKey): string | undefined =>
  waves.find(({ clusters }) => clusters.includes(key))?.name;
