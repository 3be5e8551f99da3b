import { HttpsProbes } from '../../../../aws/probes/probes.ts';
import { perEnvironment } from '../../execution-environment.ts';

/** Sites as the function sees them: it is in no VPC, so by the public internet of its region. */
export const probes = perEnvironment(() => new HttpsProbes((ms) => AbortSignal.timeout(ms)));
