import type { Told } from '../../../../domain/failover/votes.ts';
import { perEnvironment } from '../../execution-environment.ts';

/** Memory of what this environment has told, by Guard table: for while Guard, which keeps it, does not answer. */
export const told = perEnvironment(() => new Map<string, Told>());
