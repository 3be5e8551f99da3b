import type { Decision } from '../decide/decision.ts';
import type { Target } from '../observe/target.ts';
import type { ReadPorts } from './kind.ts';
import type { DesiredContent } from './kinds.ts';
import { kindOf, nameOf } from './kinds.ts';

type Since = Pick<Target, 'config' | 'startedAt'>;

/** One of the contents as it is, and what is to be done about it. */
export interface LookedAt {
  readonly observed: object | undefined;
  readonly decisions: readonly Decision[];
}

const read = (content: DesiredContent, { config }: Since, ports: ReadPorts): Promise<object | undefined> =>
  kindOf(content).read(config.metadata.name, nameOf(content), ports);

/** Looks at one of the contents, whatever its kind, and decides its next change. */
export const decideContent = async (
  content: DesiredContent,
  since: Since,
  ports: ReadPorts,
): Promise<Decision> => kindOf(content).decide(content, await read(content, since, ports), since.startedAt);

/** Of what changes one member at a time, all members that differ. */
export async function contentChanges(
  content: DesiredContent,
  since: Since,
  ports: ReadPorts,
): Promise<readonly Decision[]> {
  const kind = kindOf(content);
  const observed = await read(content, since, ports);
  return (
    kind.changes?.(content, observed, since.startedAt) ?? [kind.decide(content, observed, since.startedAt)]
  );
}

/** The same, as far as it is drift. */
export async function contentDrift(
  content: DesiredContent,
  since: Since,
  ports: ReadPorts,
): Promise<LookedAt> {
  const kind = kindOf(content);
  const observed = await read(content, since, ports);
  const decisions = kind.drifted?.(content, observed, since.startedAt) ?? [
    kind.decide(content, observed, since.startedAt),
  ];
  return { observed, decisions };
}
