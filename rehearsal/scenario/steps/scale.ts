import * as z from 'zod';
import { clusterScaleRequested } from '../../../events/cluster/scale-requested.ts';
import { followFor, name, writtenStep } from '../step.ts';

/** A request to `scale-cluster`: the cluster, and the action with its members, which only the workflow checks. */
const scaling = z.strictObject({ cluster: name, region: name, request: z.record(name, z.json()) });

export const scale = writtenStep(
  z.strictObject({ scale: scaling, ...followFor }),
  ({ scale: { region, cluster, request }, followForSeconds }, on) =>
    on.request(
      [{ definition: clusterScaleRequested, region, detail: { cluster, ...request } }],
      followForSeconds,
    ),
);
