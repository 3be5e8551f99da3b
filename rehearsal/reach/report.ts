import type { Drawn } from '../campaign/draw.ts';
import type { SimulationReport } from '../simulation-spec.ts';
import { Branches } from './branches.ts';
import type { Known } from './known.ts';

export const REACH_KINDS = ['states', 'outcomes', 'rows', 'faults', 'branches'] as const;
export type ReachKind = (typeof REACH_KINDS)[number];
/** Some names, by what they are. */
export type ReachNames = Readonly<Partial<Record<ReachKind, readonly string[]>>>;
/** The kinds of which all names are known beforehand. */
type Named = Exclude<ReachKind, 'branches'>;

/** By how many seeds each was reached. */
export interface ReachReport {
  readonly seeds: number;
  readonly reached: Readonly<Record<ReachKind, Readonly<Record<string, number>>>>;
}

/** Adds up the reach of seeds, out of all that there is. */
export class ReachTally {
  readonly #known: Known;
  readonly #counts: Readonly<Record<Named, Map<string, number>>>;
  readonly #branches: Branches | undefined;
  #seeds = 0;

  /** With a root, branches are counted as well. */
  constructor(known: Known, root: string | undefined) {
    const none = (names: readonly string[]) => new Map(names.map((name) => [name, 0]));
    this.#known = known;
    this.#counts = {
      states: none(known.states),
      outcomes: none(known.outcomes),
      rows: none(known.rows),
      faults: none(known.faults),
    };
    this.#branches = root === undefined ? undefined : new Branches(root, known.files);
  }

  add({ drawn = [], faultRates }: Drawn, { reached }: SimulationReport): void {
    this.#seeds++;
    const faults = this.#known.faults.filter((name) => faultRates[name as keyof typeof faultRates] > 0);
    const { states = [], outcomes = [], ranges } = reached ?? {};
    const found = { states, outcomes, rows: drawn, faults };
    for (const [kind, names] of Object.entries(found)) {
      const counts = this.#counts[kind as Named];
      for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    if (ranges) this.#branches?.add(ranges);
  }

  get report(): ReachReport {
    const { states, outcomes, rows, faults } = this.#counts;
    const branches = this.#branches?.all ?? [];
    return {
      seeds: this.#seeds,
      reached: {
        states: Object.fromEntries(states),
        outcomes: Object.fromEntries(outcomes),
        rows: Object.fromEntries(rows),
        faults: Object.fromEntries(faults),
        branches: Object.fromEntries(branches.map(({ name, seeds }) => [name, seeds])),
      },
    };
  }
}

/** Something that no seed reaches, and why that is well. */
export interface Unreached {
  readonly kind: ReachKind;
  /** Its name; `*` stands for any text. */
  readonly name: string;
  /** One line. */
  readonly because: string;
  /** Reached by some seeds, though so few that it may be none: it is not told that it is. */
  readonly isSeldom?: boolean;
}

const patternOf = (name: string): RegExp =>
  new RegExp(`^${name.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 's');

export interface Judged {
  /** `<kind> <name>`: reached by none, and on no list. */
  readonly missing: readonly string[];
  /** Rows of the list of which everything is reached. */
  readonly untrue: readonly Unreached[];
}

/** Holds the names that no seed has reached against the list of those that need not be. */
export function judgeReach({ reached }: ReachReport, list: readonly Unreached[]): Judged {
  const rows = list.map((row) => ({ row, pattern: patternOf(row.name) }));
  const used = new Set<Unreached>();
  const missing: string[] = [];
  for (const kind of REACH_KINDS)
    for (const [name, seeds] of Object.entries(reached[kind])) {
      if (seeds > 0) continue;
      const reasons = rows.filter(({ row, pattern }) => row.kind === kind && pattern.test(name));
      for (const { row } of reasons) used.add(row);
      if (reasons.length === 0) missing.push(`${kind} ${name}`);
    }
  const isCounted = (kind: ReachKind): boolean => Object.keys(reached[kind]).length > 0;
  const isTrue = (row: Unreached): boolean => used.has(row) || row.isSeldom === true || !isCounted(row.kind);
  return { missing, untrue: list.filter((row) => !isTrue(row)) };
}

/** The number of each kind that was reached, in some lines. */
export function summaryOf({ seeds, reached }: ReachReport): readonly string[] {
  return REACH_KINDS.flatMap((kind) => {
    const counts = Object.values(reached[kind]);
    if (counts.length === 0) return [];
    const of = (least: number): number => counts.filter((count) => count >= least).length;
    return [
      `${kind}: ${of(1)} of ${counts.length} reached by ${seeds} seeds, ${of(3)} of them by three or more`,
    ];
  });
}
