import * as z from 'zod';
import { scalingFactMembers } from '../../domain/scale/outcome/fact.ts';
import { defineEvent, factMembers } from '../event.ts';

/** A cluster has the nodes again that it had before it was put to sleep. */
export const clusterWoken = defineEvent(
  'ClusterWoken',
  z.strictObject({ ...factMembers, ...scalingFactMembers }),
);
