import { caught } from './caught.ts';
import { deadLetters } from './dead-letters.ts';
import { deletions } from './deletions.ts';
import { fence } from './fence.ts';
import { retries } from './retries.ts';
import type { Rule } from './rule.ts';
import { swallowed } from './swallowed.ts';

export const rules: readonly Rule[] = [retries, caught, swallowed, fence, deadLetters, deletions];
