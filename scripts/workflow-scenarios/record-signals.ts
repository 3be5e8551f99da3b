import { region } from './by-hand.ts';
import type { WorkflowScenario } from './workflow-scenario.ts';

const workflows = ['record-signals'];
/** It starts no operation, whose end could be waited for. */
const said = (detail: Record<string, string>): WorkflowScenario['request'] => [
  {
    publish: {
      region,
      entry: { source: 'eks-fleet', detailType: 'HealthSignal', detail },
      bus: 'fleet',
      starts: 0,
    },
  },
  { wait: 600 },
];
const word = { version: '1', region, source: 'canary', reason: 'no answer' };

export const recordSignals: readonly WorkflowScenario[] = [
  { name: 'a word on a region', workflows, documents: [], request: said(word), after: [] },
  {
    name: 'a word on no region, which is refused',
    workflows,
    documents: [],
    request: said({ ...word, region: 'everywhere' }),
    after: [],
  },
];
