import * as z from 'zod';
import { defineEvent, requestMembers } from '../event.ts';

/** A region's failover plans are to be watched for the next minute. Put by a schedule there, each minute. Starts `watch-plans`. */
export const failoverWatchRequested = defineEvent(
  'FailoverWatchRequested',
  z.strictObject({ ...requestMembers }),
);
