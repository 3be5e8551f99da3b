import * as z from 'zod';
import { defineContract, READ_ERRORS } from '../../domain/contract.ts';
import { operationRef } from '../../domain/operation/operation.ts';
import { scalingProgress } from '../../domain/scale/progress.ts';

export const observeGroups = defineContract({
  task: 'scale/observe-groups',
  input: z.strictObject({
    operation: operationRef,
    /** ISO 8601: when the last change was made, or the phase began. */
    since: z.string(),
    /** ISO 8601: when this look began. */
    at: z.string(),
  }),
  output: scalingProgress,
  throws: READ_ERRORS,
});
