import { EksInsights } from '../../../../aws/eks/insights.ts';
import { eksClient } from '../../clients/eks.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const insights = perEnvironment(() => new EksInsights(eksClient()));
