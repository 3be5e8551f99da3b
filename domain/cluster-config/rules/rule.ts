import type { KubernetesVersion } from '../../kubernetes-versions.ts';
import type { ClusterConfig } from '../config.ts';
import type { Finding } from '../problem.ts';

export interface RuleContext {
  readonly today: string;
  readonly versions: readonly KubernetesVersion[];
}

/** Judges how the fields of a config fit together; each finding is one reason to refuse it. */
export type Rule = (config: ClusterConfig, context: RuleContext) => readonly Finding[];

/** The finding, in a list, where the condition holds; else none. */
export function when(condition: boolean, finding: Finding): Finding[] {
  return condition ? [finding] : [];
}
