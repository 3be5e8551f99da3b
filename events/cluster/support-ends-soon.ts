import * as z from 'zod';
import { supportEnd } from '../../domain/support/support-end.ts';
import { defineEvent } from '../event.ts';

/** A cluster's version comes to the end of its support within 90, 60, 30 or 7 days. Nothing was changed. */
export const supportEndsSoon = defineEvent(
  'SupportEndsSoon',
  z.strictObject({ version: z.literal('1'), ...supportEnd.shape }),
);
