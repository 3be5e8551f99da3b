import { offsetMs } from '../../schedules/time-zone.ts';
import type { FleetDocument } from './schema.ts';

type Freeze = NonNullable<FleetDocument['spec']['freezes']>[number];

/** The freeze that stops an action at an instant: its days are included, by the clocks of its own zone. */
export function freezeAt(
  { spec }: FleetDocument,
  action: Freeze['stops'][number],
  atMs: number,
): Freeze | undefined {
  return spec.freezes?.find(({ from, to, zone, stops }) => {
    const date = new Date(atMs + offsetMs(zone, atMs)).toISOString().slice(0, 10);
    return stops.includes(action) && from <= date && date <= to;
  });
}
