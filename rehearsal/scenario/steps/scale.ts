import * as z from 'zod';
import { clusterScaleRequested } from '../../../events/cluster/scale-requested.ts';
import { followFor, name, writtenStep } from '../step.ts';

/** What `scale-cluster` is asked for, beside the cluster: the action and its members, held by nobody but itself. */
const scaling = z.strictObject({ cluster: name, region: name, request: z.record(name, z.json()) });

export const scale = writtenStep(
  z.strictObject({ scale: scaling, ...followFor }),
  ({ scale: { region, cluster, request }, followForSeconds }, on) =>
    on.request(
      [{ definition: clusterScaleRequested, region, detail: { cluster, ...request } }],
      followForSeconds,
    ),
);
