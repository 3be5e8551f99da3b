import { EKSClient } from '@aws-sdk/client-eks';
import { EksSide } from '../../../../aws/eks/sides.ts';
import type { SideOf } from '../../../../domain/ports/sides.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { IMPATIENT } from '../../impatient.ts';

/** Clusters of any region, as they are held against one another. */
export const regionalSides = perEnvironment(
  (): SideOf => (region) => new EksSide(new EKSClient({ region, ...IMPATIENT })),
);
