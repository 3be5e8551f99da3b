import type { Rule } from './rule.ts';
import { versionRule } from './version.ts';

/** Every rule, in the order in which its findings are shown. */
export const allRules: readonly Rule[] = [versionRule];
