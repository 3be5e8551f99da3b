import { EKSClient } from '@aws-sdk/client-eks';
import { answeredWithin } from '../../../../aws/answered-within.ts';
import { Eks } from '../../../../aws/eks/eks.ts';
import { named } from '../../../../aws/errors.ts';
import type { EksPort } from '../../../../domain/ports/eks.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { IMPATIENT } from '../../impatient.ts';

/** The time that a region has for an answer. */
const PATIENCE_MS = 8000;

/** EKS in any region. */
export const regionalEks = perEnvironment(() => (region: string): Pick<EksPort, 'describeCluster'> => {
  const eks = new Eks(new EKSClient({ region, ...IMPATIENT }));
  return { describeCluster: (name) => named(answeredWithin(PATIENCE_MS, eks.describeCluster(name))) };
});
