import type { Fleet } from '../../aws/fleet.ts';
import { FLEET_SCOPE, type PauseRecord } from '../../domain/operation/pause.ts';
import type { FleetOptions } from '../fleet.ts';
import { columns } from '../output.ts';
import type { Unanswered } from './in-regions.ts';
import { nameOf } from './scopes.ts';

/** One pause of one scope in one region, and the command that lifts it. */
export interface PauseRow {
  readonly scope: string;
  readonly region: string;
  readonly id: string;
  readonly owner: string;
  readonly from?: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly since: string;
  /** The command that lifts it, for this caller. */
  readonly resume: string;
}

/** The command that lifts one pause, as this caller would have to give it. */
function resumeOf(
  { scope, id, owner }: PauseRecord,
  { callerArn, stage }: Fleet,
  { region }: FleetOptions,
): string {
  return [
    `eks-fleet resume --id ${id}`,
    ...(scope === FLEET_SCOPE ? [] : [`--select name=${nameOf(scope)}`]),
    ...(owner === callerArn ? [] : ['--of-others --reason "..."']),
    ...(stage === 'prod' ? [] : [`--stage ${stage}`]),
    ...(region === undefined || region === process.env.AWS_REGION ? [] : [`--region ${region}`]),
  ].join(' ');
}

export const rowsOf = (
  region: string,
  holds: readonly PauseRecord[],
  fleet: Fleet,
  options: FleetOptions,
): readonly PauseRow[] =>
  holds.map((hold) => {
    const { scope, id, owner, from, reason, at } = hold;
    const resume = resumeOf(hold, fleet, options);
    return { scope, region, id, owner, ...(from === undefined ? {} : { from }), reason, since: at, resume };
  });

export const pauseTable = (rows: readonly PauseRow[]): string =>
  rows.length === 0
    ? 'nothing is paused'
    : columns(
        ['PAUSED', 'REGION', 'ID', 'REASON', 'OWNER', 'SINCE', 'LIFTED BY'],
        rows.map(({ scope, region, id, reason, owner, since, resume }) => [
          scope,
          region,
          id,
          reason,
          owner,
          since,
          resume,
        ]),
      );

/**
 * Lines on pauses of the fleet that hold only some of its regions. The others are new, or did not answer when the
 * pause was laid.
 */
export function heldInPart(rows: readonly PauseRow[], regions: readonly string[]): readonly string[] {
  const ofFleet = rows.filter(({ scope }) => scope === FLEET_SCOPE);
  return [...new Set(ofFleet.map(({ id }) => id))].flatMap((id) => {
    const held = ofFleet.filter((row) => row.id === id).map(({ region }) => region);
    const free = regions.filter((region) => !held.includes(region));
    return free.length === 0
      ? []
      : [`pause ${id} of the fleet holds ${held.join(', ')}, and not ${free.join(', ')}`];
  });
}

export const say = (lines: readonly string[]): void => {
  for (const line of lines) process.stderr.write(`${line}\n`);
};

export const sayUnanswered = (unanswered: readonly Unanswered[]): void =>
  say(unanswered.map(({ region, reason }) => `${region} did not answer what holds there: ${reason}`));
