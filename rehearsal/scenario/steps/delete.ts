import * as z from 'zod';
import { clusterDeletionRequested } from '../../../events/cluster/deletion-requested.ts';
import { followFor, name, writtenStep } from '../step.ts';

const deletion = z.strictObject({
  cluster: name,
  region: name,
  /** The cluster's name if absent. */
  confirm: z.string().optional(),
});

export const deleteCluster = writtenStep(
  z.strictObject({ delete: deletion, ...followFor }),
  ({ delete: { cluster, region, confirm = cluster }, followForSeconds }, on) =>
    on.request(
      [{ definition: clusterDeletionRequested, region, detail: { cluster, confirm } }],
      followForSeconds,
    ),
);
