import { hotCall, mixedCalls } from './calls.ts';
import type { Workload } from './measure.ts';
import { plainStates, taskStates } from './transitions.ts';

/** Workloads that are measured one by one, by name. */
export const WORKLOADS: Readonly<Record<string, Workload>> = {
  'hot-call': hotCall,
  'mixed-calls': mixedCalls,
  'plain-states': plainStates,
  'task-states': taskStates,
};
