import * as z from 'zod';
import { clusterAdoptionRequested } from '../../../events/cluster/adoption-requested.ts';
import { followFor, name, writtenStep } from '../step.ts';

const adoption = z.strictObject({ cluster: name, region: name, level: z.string().optional() });

export const adopt = writtenStep(
  z.strictObject({ adopt: adoption, ...followFor }),
  ({ adopt: { region, ...detail }, followForSeconds }, on) =>
    on.request([{ definition: clusterAdoptionRequested, region, detail }], followForSeconds),
);
