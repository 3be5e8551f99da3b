import * as z from 'zod';
import { clusterUpgradeRequested } from '../../../events/cluster/upgrade-requested.ts';
import { followFor, name, writtenStep } from '../step.ts';

/**
 * A request to `upgrade-cluster`: the cluster, and the action (`upgrade`, `rollBack`) with its members, which only the
 * workflow checks.
 */
const upgrading = z.strictObject({ cluster: name, region: name, request: z.record(name, z.json()) });

export const upgrade = writtenStep(
  z.strictObject({ upgrade: upgrading, ...followFor }),
  ({ upgrade: { region, cluster, request }, followForSeconds }, on) =>
    on.request(
      [{ definition: clusterUpgradeRequested, region, detail: { cluster, ...request } }],
      followForSeconds,
    ),
);
