import * as z from 'zod';
import { clusterReleaseRequested } from '../../../events/cluster/release-requested.ts';
import { followFor, name, writtenStep } from '../step.ts';

/** The fleet is to forget the cluster. */
export const forget = writtenStep(
  z.strictObject({ forget: z.strictObject({ cluster: name, region: name }), ...followFor }),
  ({ forget: { region, cluster }, followForSeconds }, on) =>
    on.request([{ definition: clusterReleaseRequested, region, detail: { cluster } }], followForSeconds),
);
