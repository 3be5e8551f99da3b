import * as z from 'zod';
import { defineEvent, failureMembers } from '../event.ts';

/** A scaling failed; the groups are as they were left, and the lease is free. */
export const clusterScaleFailed = defineEvent('ClusterScaleFailed', z.strictObject(failureMembers));
