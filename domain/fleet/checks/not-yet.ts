import { CARRIED_OUT, workOf } from '../../operation/kinds.ts';
import type { FleetDocument } from '../../policy/schema.ts';

/** The actions that freezes stop: nothing carries out the rest. */
const STOPPED: ReadonlySet<string | undefined> = new Set(CARRIED_OUT.map((kind) => workOf(kind).stoppedBy));

/** A part of a document that is kept, and that a later feature carries out. */
export interface NotYet {
  readonly path: string;
  readonly reason: string;
}

/**
 * Parts of a document that nothing acts on yet, by path. Every plan and fact tells them, so that nobody is surprised.
 */
export function notYet({ spec }: FleetDocument): readonly NotYet[] {
  const { limits, freezes = [] } = spec;
  return [
    ...(limits
      ? [
          {
            path: 'spec.limits',
            reason: 'they hold for the upgrade of the fleet alone: no other operation is counted',
          },
        ]
      : []),
    ...freezes.flatMap(({ stops }, index) => {
      const later = stops.filter((stop) => !STOPPED.has(stop));
      const path = `spec.freezes[${index}].stops`;
      const reason = `${later.join(', ')}: there is nothing to stop yet`;
      return later.length === 0 ? [] : [{ path, reason }];
    }),
  ];
}
