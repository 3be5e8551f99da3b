import type { PlantedBug } from '../bug.ts';
import { create } from './create.ts';
import { deletion } from './delete.ts';
import { drills } from './drills.ts';
import { events } from './events.ts';
import { failover } from './failover.ts';
import { failoverDeciders } from './failover-deciders.ts';
import { fleet } from './fleet.ts';
import { infrastructure } from './infrastructure.ts';
import { operation } from './operation.ts';
import { proof } from './proof.ts';
import { registry } from './registry.ts';
import { scale } from './scale.ts';
import { upgrade } from './upgrade.ts';
import { waves } from './waves.ts';
import { workflows } from './workflows.ts';

/** Bugs by verb. A new verb adds its own. */
const TABLES: Readonly<Record<string, readonly PlantedBug[]>> = {
  operation,
  proof,
  create,
  delete: deletion,
  scale,
  upgrade,
  waves,
  failover,
  deciders: failoverDeciders,
  drills,
  fleet,
  registry,
  workflows,
  infrastructure,
  events,
};

export const BUGS = Object.entries(TABLES).flatMap(([verb, bugs]) => bugs.map((bug) => ({ verb, ...bug })));
