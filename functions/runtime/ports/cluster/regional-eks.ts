import { EKSClient } from '@aws-sdk/client-eks';
import { Eks } from '../../../../aws/eks/eks.ts';
import type { EksPort } from '../../../../domain/ports/eks.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { IMPATIENT } from '../../impatient.ts';

/** EKS in any region. */
export const regionalEks = perEnvironment(
  () =>
    (region: string): Pick<EksPort, 'describeCluster'> =>
      new Eks(new EKSClient({ region, ...IMPATIENT })),
);
