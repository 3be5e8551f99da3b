import * as z from 'zod';
import { defineEvent, failureMembers } from '../event.ts';

/** A release ended before the fleet had forgotten the cluster; asking again goes on. */
export const clusterReleaseFailed = defineEvent('ClusterReleaseFailed', z.strictObject(failureMembers));
