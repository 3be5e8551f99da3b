import { EksContents } from '../../../aws/eks/contents.ts';
import { eksClient } from '../clients/eks.ts';
import { perEnvironment } from '../execution-environment.ts';

export const contents = perEnvironment(() => new EksContents(eksClient()));
