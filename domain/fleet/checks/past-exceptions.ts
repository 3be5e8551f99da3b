import { localTime } from '../../firings/upcoming.ts';
import { DAY_MS } from '../../policy/calendar.ts';
import type { FleetDocument } from '../../policy/schema.ts';

/** A part of a document that changes nothing any more. */
export interface PastException {
  readonly path: string;
  readonly reason: string;
}

/** Exceptions of days that are over, with hours that went on into the next: a mistyped year looks like one. */
export function pastExceptions({ spec }: FleetDocument, nowMs: number): readonly PastException[] {
  return (spec.sleep ?? []).flatMap(({ exceptions = [], zone }, index) => {
    const yesterday = localTime(zone, nowMs - DAY_MS).slice(0, 10);
    return exceptions.flatMap(({ date }, place) =>
      date < yesterday
        ? [
            {
              path: `spec.sleep[${index}].exceptions[${place}].date`,
              reason: `${date} is past, and the exception changes nothing`,
            },
          ]
        : [],
    );
  });
}
