import type { ClusterConfig } from '../../domain/cluster-config/config.ts';
import { parseClusterConfig } from '../../domain/cluster-config/parse.ts';
import { type Problem, toProblem } from '../../domain/cluster-config/problem.ts';
import { duplicateClusters } from '../../domain/cluster-config/unique-clusters.ts';
import { parseFleet } from '../../domain/fleet/parse.ts';
import { EVENT_BYTES_MAX, eventBytes } from '../../events/event.ts';
import { inlinePublicKeys } from './inline-public-keys.ts';
import { readDocuments } from './read-paths.ts';

/** A ClusterConfig as it was written, and as it is completed by defaults. */
export interface ReadClusterConfig {
  readonly source: string;
  readonly document: Readonly<Record<string, unknown>>;
  readonly config: ClusterConfig;
}

export interface ReadClusterConfigs {
  readonly clusters: readonly ReadClusterConfig[];
  readonly problems: readonly Problem[];
}

/** A Fleet is read, so that what is wrong in it is said; no workflow acts on one yet, so it is refused. */
function fleetProblems(value: unknown, source: string): readonly Problem[] {
  const { problems } = parseFleet(value, source, { now: new Date().toISOString() });
  if (problems) return problems;
  return [
    toProblem(source, {
      path: 'kind',
      found: 'Fleet',
      allowed: 'ClusterConfig',
      message: 'the document is valid, but no workflow carries out a Fleet yet',
      alternative: 'leave it out of what is applied; clusters are applied from their ClusterConfig files',
    }),
  ];
}

/** A document travels in one event, whose size has a bound. */
function sizeProblems(document: unknown, source: string): readonly Problem[] {
  const bytes = eventBytes({ config: document });
  if (bytes <= EVENT_BYTES_MAX) return [];
  return [
    {
      document: source,
      path: '',
      found: `${bytes} bytes as an event`,
      allowed: `at most ${EVENT_BYTES_MAX}`,
      message: 'the document does not fit into an event',
      alternative: 'shorten what is long in it, such as user data, inline policies and annotations',
    },
  ];
}

const kindOf = (value: unknown): unknown => (value as { readonly kind?: unknown } | null)?.kind;

/** Reads and validates every document: one bad document refuses them all, before anything is changed. */
export async function readClusterConfigs(
  paths: readonly string[],
  today: string,
): Promise<ReadClusterConfigs> {
  const read = await readDocuments(paths);
  const problems: Problem[] = [...read.problems];
  const clusters: ReadClusterConfig[] = [];
  for (const { source, value } of read.documents) {
    if (kindOf(value) === 'Fleet') {
      problems.push(...fleetProblems(value, source));
      continue;
    }
    const document = await inlinePublicKeys(value);
    const parsed = parseClusterConfig(document, source, { today });
    const problemsFound = parsed.problems ?? sizeProblems(document, source);
    problems.push(...problemsFound);
    if (parsed.config)
      clusters.push({ source, document: document as ReadClusterConfig['document'], config: parsed.config });
  }
  return { clusters, problems: [...problems, ...duplicateClusters(clusters)] };
}
