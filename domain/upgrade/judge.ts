import type { Finding } from './finding.ts';
import { addonJudges } from './findings/addons.ts';
import { healthJudges } from './findings/health.ts';
import { insideJudges } from './findings/inside.ts';
import { insightJudges } from './findings/insights.ts';
import type { Judge, Judged } from './findings/judged.ts';
import { nodeJudges } from './findings/nodes.ts';
import { pinnedImageJudges } from './findings/pinned-images.ts';
import { roomJudges } from './findings/room.ts';
import { selfManagedJudges } from './findings/self-managed.ts';
import { targetJudges } from './findings/target.ts';
import { underWayJudges } from './findings/under-way.ts';

const JUDGES: readonly Judge[] = [
  ...underWayJudges,
  ...targetJudges,
  ...insightJudges,
  ...addonJudges,
  ...nodeJudges,
  ...selfManagedJudges,
  ...pinnedImageJudges,
  ...roomJudges,
  ...insideJudges,
  ...healthJudges,
];

/** Everything that was found of an upgrade, in the order of the judges. */
export const judge = (judged: Judged): readonly Finding[] => JUDGES.flatMap((one) => one(judged));
