import { StsIdentities } from '../../../../aws/sts/identities.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const identities = perEnvironment(() => new StsIdentities((ms) => AbortSignal.timeout(ms)));
