import * as z from 'zod';
import { defineEvent, failureMembers } from '../event.ts';

/** A deletion ended with something left; asking again goes on from there. */
export const clusterDeletionFailed = defineEvent('ClusterDeletionFailed', z.strictObject(failureMembers));
