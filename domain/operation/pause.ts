import * as z from 'zod';

/** The scope of a pause of all clusters of a region; any other is a cluster's ARN. */
export const FLEET_SCOPE = 'fleet';

/** So many at most hold one scope: the item that they are in, which every task reads, stays far below DynamoDB's 400 KB. */
export const MOST_PAUSES = 50;
/** A sentence names so many at most; it is in errors and histories, which are bounded. */
const MOST_NAMED = 5;

/** The id of a pause that is there and cannot be read: it holds, and nobody can lay a pause of this id. */
export const UNREADABLE = 'unreadable';

/** Nothing that a terminal would act on, or show otherwise than it is. */
const PLAIN = /^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u;
const text = (longest: number) => z.string().min(1).max(longest).regex(PLAIN).regex(/\S/);
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;
const id = z
  .string()
  .regex(ID)
  .refine((value) => value !== UNREADABLE);

/** A pause as it is kept, under its id. */
const kept = z.object({
  owner: text(2048),
  from: text(256).optional(),
  reason: text(256),
  at: z.iso.datetime(),
  failovers: z.literal(true).optional(),
});
const keptById = z.record(z.string(), z.unknown());

/** One owner's pause of changes, until it is lifted. */
export interface PauseRecord {
  /** `fleet`, or a cluster's ARN. */
  readonly scope: string;
  readonly id: string;
  /** The ARN of the AWS principal that laid it: of a role, with the name of its session. */
  readonly owner: string;
  /** The terminal that it came from, as that says itself. */
  readonly from?: string | undefined;
  readonly reason: string;
  /** Since when, ISO 8601. */
  readonly at: string;
  /** It holds failovers as well: one that would have moved by itself asks a person. Others hold no failover. */
  readonly failovers?: true | undefined;
}

/** All that holds one cluster, of its own scope and of the fleet's, the oldest first: at least one. */
export interface Pause {
  readonly holds: readonly PauseRecord[];
}

const unreadable = (scope: string, name: string): PauseRecord => ({
  scope,
  id: name,
  owner: 'unknown',
  reason: 'what is on record of this pause cannot be read, so it holds',
  at: '1970-01-01T00:00:00Z',
});

/** The pauses of one scope, by the kept item; one that is not understood holds, too. */
export function pausesIn(scope: string, item: Readonly<Record<string, unknown>>): readonly PauseRecord[] {
  const { holds, ...others } = item;
  const entries = keptById.safeParse(holds).data;
  const found = Object.entries(entries ?? {}).map(([name, value]): PauseRecord => {
    const pause = kept.safeParse(value).data;
    if (!id.safeParse(name).success) return unreadable(scope, UNREADABLE);
    return pause ? { scope, id: name, ...pause } : unreadable(scope, name);
  });
  const isOther = entries === undefined || Object.keys(others).length > 0;
  return isOther ? [unreadable(scope, UNREADABLE), ...found] : found;
}

const byAge = (one: PauseRecord, other: PauseRecord): number =>
  one.at.localeCompare(other.at) || one.id.localeCompare(other.id);

/** All pauses of all scopes together; undefined where there is none. */
export const pauseOf = (holds: readonly PauseRecord[]): Pause | undefined =>
  holds.length === 0 ? undefined : { holds: [...holds].sort(byAge) };

const named = ({ scope, id, reason }: PauseRecord): string =>
  `${reason} (${id}${scope === FLEET_SCOPE ? ' of the fleet' : ''})`;

/** The owners of the pauses that hold failovers. */
export const holdersOfFailovers = (pause: Pause | undefined): readonly string[] =>
  (pause?.holds ?? []).filter(({ failovers }) => failovers).map(({ owner, id }) => `${owner} (${id})`);

/** All that holds in one line: reasons and ids. */
export function inOneLine({ holds }: Pause): string {
  const more = holds.length - MOST_NAMED;
  return [...holds.slice(0, MOST_NAMED).map(named), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** The sentence for an operation that is held back. */
export const pausedBy = (clusterName: string, pause: Pause): string =>
  `changes to ${clusterName} are paused: ${inOneLine(pause)}`;

/** The mistake in a reason, if it has one. */
export const reasonProblem = (reason: string): string | undefined =>
  kept.shape.reason.safeParse(reason).success
    ? undefined
    : 'the reason is not 1 to 256 characters of one line';

/** The verdict on a pause that is to be laid beside those of its scope. */
export type PauseDecision =
  | { readonly do: 'add' }
  /** It is there, with another reason. */
  | { readonly do: 'replace' }
  | { readonly do: 'nothing' }
  | { readonly do: 'refuse'; readonly reason: string };

const refuse = (reason: string): PauseDecision => ({ do: 'refuse', reason });

/** Pauses stack: none takes the place of another, and an id has one owner. */
export function decidePause(holds: readonly PauseRecord[], wanted: PauseRecord): PauseDecision {
  if (!id.safeParse(wanted.id).success)
    return refuse(
      `the id ${JSON.stringify(wanted.id)} is not 1 to 40 letters, digits, dots, hyphens and underscores, the first a letter or digit, and not ${UNREADABLE}`,
    );
  const problem = reasonProblem(wanted.reason);
  if (problem !== undefined) return refuse(problem);
  const there = holds.find((pause) => pause.id === wanted.id);
  if (there && there.owner !== wanted.owner)
    return refuse(`${wanted.id} is a pause of ${there.owner}'s; give another id, or none`);
  if (there) return { do: there.reason === wanted.reason ? 'nothing' : 'replace' };
  return holds.length < MOST_PAUSES
    ? { do: 'add' }
    : refuse(
        `${MOST_PAUSES} pauses hold already, which are as many as are kept of one scope; lift one first`,
      );
}
