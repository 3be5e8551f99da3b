import { type KubernetesVersion, kubernetesVersions } from '../kubernetes-versions.ts';
import type { ClusterConfig } from './config.ts';
import { complete } from './defaults.ts';
import { findingsOf } from './issues.ts';
import { otherKind } from './kinds.ts';
import { type Problem, toProblem } from './problem.ts';
import { allRules } from './rules/all.ts';
import { type Salvaged, salvage } from './salvage.ts';
import { clusterConfigSchema } from './schema/cluster-config.ts';

/** Facts that a document is judged by and cannot say itself. */
export interface Today {
  /** ISO day, UTC: `2026-11-24`. */
  readonly today: string;
  /** DescribeClusterVersions' answer; the table of kubernetes-versions.ts where it is not known. */
  readonly versions?: readonly KubernetesVersion[];
  /** True where the readable part of a document with mistakes is wanted as well. */
  readonly salvages?: boolean;
}

export type Parsed =
  | { readonly config: ClusterConfig; readonly problems?: undefined }
  | {
      readonly config?: undefined;
      readonly problems: readonly Problem[];
      /**
       * The readable part of the document, for a caller that looks up the names in it; absent where nothing can be
       * read.
       */
      readonly salvaged?: Salvaged;
    };

/** YAML's `key:` without a value is null; eksctl, written in Go, takes that as absent. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutNulls(member)]));
}

/**
 * Reads one ClusterConfig. `value` is the document after YAML or JSON; `source` names it in problems. Answers either
 * the completed config or every problem: those of its fields first. Only where the fields are in order, it answers
 * how they do not fit together.
 */
export function parseClusterConfig(value: unknown, source: string, on: Today): Parsed {
  const present = withoutNulls(value);
  if (typeof present !== 'object' || present === null || Array.isArray(present)) {
    const message = 'a ClusterConfig is a mapping of fields';
    return { problems: [toProblem(source, { path: '', found: present, allowed: 'a mapping', message })] };
  }
  const other = otherKind(present as Readonly<Record<string, unknown>>);
  if (other) return { problems: [toProblem(source, other)] };
  const read = clusterConfigSchema.safeParse(present);
  if (!read.success) {
    const findings = findingsOf(clusterConfigSchema, present, read.error.issues);
    const salvaged = on.salvages ? salvage(present) : undefined;
    return {
      problems: findings.map((finding) => toProblem(source, finding)),
      ...(salvaged ? { salvaged } : {}),
    };
  }
  const config = complete(read.data);
  const context = { today: on.today, versions: on.versions ?? kubernetesVersions };
  const findings = allRules.flatMap((rule) => rule(config, context));
  if (findings.length > 0)
    return {
      problems: findings.map((finding) => toProblem(source, finding)),
      salvaged: { config, written: (path) => path },
    };
  return { config };
}
