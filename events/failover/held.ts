import * as z from 'zod';
import { watchedMembers } from '../../domain/failover/fact-members.ts';
import { defineEvent } from '../event.ts';

/** A plan could not move now, or not rightly, and stays where it is: a person has to look. */
export const failoverHeld = defineEvent('FailoverHeld', z.strictObject(watchedMembers));
