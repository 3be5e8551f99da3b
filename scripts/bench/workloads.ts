import { hotCall, mixedCalls } from './calls.ts';
import type { Workload } from './measure.ts';
import { plainStates, taskStates } from './transitions.ts';

/** What is measured by itself, by name. */
export const WORKLOADS: Readonly<Record<string, Workload>> = {
  'hot-call': hotCall,
  'mixed-calls': mixedCalls,
  'plain-states': plainStates,
  'task-states': taskStates,
};
