import type { SimulationSpec } from './simulation-spec.ts';

/** A stage of one account with nothing in it yet, on a Tuesday morning: the base for specs. */
export const BARE_FLEET = {
  startAt: '2026-11-24T08:00:00Z',
  accountId: '111122223333',
  stage: 'prod',
  documents: [],
  settings: {},
  seam: 'direct',
} as const satisfies Partial<SimulationSpec>;
