import * as z from 'zod';
import { reconciliation } from '../../domain/fleet/schedules/reconciliation.ts';
import { defineEvent } from '../event.ts';

/** The schedules of a region are as a Fleet document says. Lists name so many; `more` counts the others. */
export const schedulesReconciled = defineEvent(
  'SchedulesReconciled',
  z.strictObject({
    version: z.literal('1'),
    fleet: z.string(),
    region: z.string(),
    revision: z.int().min(1),
    ...reconciliation,
    more: z.int().min(0),
  }),
);
