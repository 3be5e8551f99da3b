import type { Endpoint } from '../endpoint.ts';
import { installDirectSeam } from './direct/direct-seam.ts';
import { installHttpsSeam } from './https-seam.ts';

/**
 * The way from the SDK clients of this process to the simulated AWS. `wire` signs, encodes and decodes every call;
 * `direct` hands it over as it is. Results are the same.
 */
export type Seam = 'wire' | 'direct';

/** Installs a seam, `wire` by default; returns the function that undoes it. */
export function installSeam(endpoint: Endpoint, seam: Seam = 'wire'): () => void {
  const uninstall = [installHttpsSeam(endpoint)];
  // Calls that the direct seam does not know go over the wire.
  if (seam === 'direct') uninstall.push(installDirectSeam(endpoint));
  return () => {
    for (const undo of uninstall.reverse()) undo();
  };
}
