import { EksControlPlanes } from '../../../aws/eks/control-planes.ts';
import { eksClient } from '../clients/eks.ts';
import { perEnvironment } from '../execution-environment.ts';

export const eks = perEnvironment(() => new EksControlPlanes(eksClient()));
