import * as z from 'zod';
import { readinessFact } from '../../domain/failover/readiness.ts';
import { defineEvent } from '../event.ts';

/** A standby of a plan can take over, or cannot: something broke or was mended since the last look. */
export const failoverReadinessChanged = defineEvent(
  'FailoverReadinessChanged',
  z.strictObject({ version: z.literal('1'), ...readinessFact.shape }),
);
