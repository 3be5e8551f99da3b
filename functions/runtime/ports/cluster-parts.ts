import { EksClusterParts } from '../../../aws/cluster-parts.ts';
import { eksClient } from '../clients/eks.ts';
import { perEnvironment } from '../execution-environment.ts';

export const parts = perEnvironment(() => new EksClusterParts(eksClient()));
