import { ResolverNames } from '../../../../aws/probes/names.ts';
import { perEnvironment } from '../../execution-environment.ts';

export const names = perEnvironment(() => new ResolverNames());
