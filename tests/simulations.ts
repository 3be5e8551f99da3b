import type { LastingProcess } from '../rehearsal/simulation-process.ts';

/** The process of this worker's simulations, which `simulating-environment.ts` has started. */
export const { simulations } = globalThis as unknown as { readonly simulations: LastingProcess };
