import { parseArgs } from 'node:util';
import { draw } from '../../rehearsal/campaign/draw.ts';
import {
  drawDrills,
  drawFailovers,
  drawLostPrimary,
  drawPilotLight,
} from '../../rehearsal/campaign/failovers/draw.ts';
import { drawMonth } from '../../rehearsal/campaign/month.ts';
import { drawUpgradedFleet } from '../../rehearsal/campaign/upgraded-fleet.ts';
import type { Seam } from '../../simulator/seam/seam.ts';

/**
 * The draws of seeds: stories, a month of office hours, a fleet that is upgraded in waves, a failover plan and all that may come to
 * pass about it or about its drills, or nothing but the loss of its primary, before a warm standby or a pilot light.
 */
const DRAWS = {
  requests: draw,
  months: drawMonth,
  waves: drawUpgradedFleet,
  failovers: drawFailovers,
  drills: drawDrills,
  'lost-primaries': drawLostPrimary,
  'pilot-lights': drawPilotLight,
} as const;

const numberOf = (name: string, text: string): number => {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} is a number above 0, not ${text}`);
  return value;
};
const seamOf = (text: string): Seam => {
  if (text === 'wire' || text === 'direct') return text;
  throw new Error(`--seam is wire or direct, not ${text}`);
};
const kindOf = (text: string): keyof typeof DRAWS => {
  const found = (Object.keys(DRAWS) as (keyof typeof DRAWS)[]).find((name) => name === text);
  if (found) return found;
  throw new Error(`--of is ${Object.keys(DRAWS).join(', ')}, not ${text}`);
};

export interface CampaignOptions {
  readonly seeds: number;
  readonly from: number;
  readonly minutes: number | undefined;
  readonly seam: Seam;
  readonly of: keyof typeof DRAWS;
  readonly draw: typeof draw;
  readonly verbose: boolean;
  /** Ends with the first seed that violates something. */
  readonly untilViolated: boolean;
  /** A file for the whole report of reach. */
  readonly reach: string | undefined;
  /** Counts the branches of `domain/`, which takes a fifth more time. */
  readonly branches: boolean;
  /** Fails where something was reached by no seed and is on no list. */
  readonly gate: boolean;
}

export function campaignOptions(): CampaignOptions {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '100' },
      from: { type: 'string', default: '1' },
      minutes: { type: 'string' },
      seam: { type: 'string', default: 'direct' },
      of: { type: 'string', default: 'requests' },
      verbose: { type: 'boolean', default: false },
      'until-violated': { type: 'boolean', default: false },
      reach: { type: 'string' },
      branches: { type: 'boolean', default: false },
      gate: { type: 'boolean', default: false },
    },
  });
  const { minutes, verbose, reach, gate } = values;
  const of = kindOf(values.of);
  if (gate && of !== 'requests') throw new Error(`--gate is of requests: ${of} go to some of it only`);
  return {
    seeds: numberOf('seeds', values.seeds),
    from: numberOf('from', values.from),
    minutes: minutes === undefined ? undefined : numberOf('minutes', minutes),
    seam: seamOf(values.seam),
    of,
    draw: DRAWS[of],
    verbose,
    untilViolated: values['until-violated'],
    reach,
    branches: values.branches || gate,
    gate,
  };
}
