import * as z from 'zod';
import { scalingFactMembers } from '../../domain/scale/outcome/fact.ts';
import { defineEvent, factMembers } from '../event.ts';

/** A cluster's groups have other sizes, and their nodes are there. */
export const clusterScaled = defineEvent(
  'ClusterScaled',
  z.strictObject({ ...factMembers, ...scalingFactMembers }),
);
