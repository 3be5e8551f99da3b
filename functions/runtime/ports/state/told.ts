import type { Told } from '../../../../domain/failover/votes.ts';
import { perEnvironment } from '../../execution-environment.ts';

/** What was told by this environment, by Guard table: for while Guard, which keeps it, does not answer. */
export const told = perEnvironment(() => new Map<string, Told>());
