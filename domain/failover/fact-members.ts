import * as z from 'zod';

/** Members of what an observer tells of a plan. */
export const watchedMembers = {
  version: z.literal('1'),
  plan: z.string(),
  /** The Fleet document that the plan is of. */
  fleet: z.string(),
  /** The region of the observer or of the move that tells it. */
  region: z.string(),
  why: z.string(),
};
