import * as z from 'zod';
import { operationFailure } from '../../domain/operation/operation.ts';
import { defineEvent } from '../event.ts';

/** The schedules of a region could not be made as a Fleet document says; applying it again tries again. */
export const schedulesReconciliationFailed = defineEvent(
  'SchedulesReconciliationFailed',
  z.strictObject({ version: z.literal('1'), region: z.string(), ...operationFailure.shape }),
);
