import * as z from 'zod';
import { defineEvent, failureMembers } from '../event.ts';

/** An adoption ended without the fleet having the cluster; nothing of the cluster was touched. */
export const clusterAdoptionFailed = defineEvent('ClusterAdoptionFailed', z.strictObject(failureMembers));
