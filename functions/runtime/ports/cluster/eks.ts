import { Eks } from '../../../../aws/eks/eks.ts';
import { eksClient } from '../../clients/eks.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const eks = perEnvironment(() => new Eks(eksClient()));
