import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ranges } from './coverage.ts';

/** A stretch of a file that runs as one, as far as any seed has told. */
export interface Branch {
  /** `<file>: <how its text begins>`, or the file alone where none of it ran. */
  readonly name: string;
  readonly line: number;
  /** By how many seeds it was reached. */
  readonly seeds: number;
}

const LONGEST_NAME = 70;

/** Adds up which text of some files ran, seed by seed. */
export class Branches {
  readonly #root: string;
  readonly #files: readonly string[];
  /**
   * For each file, the edges of its text: at each edge, by how many seeds more (or fewer) the text from there on was
   * reached.
   */
  readonly #edges = new Map<string, Map<number, number>>();

  /** `files` are paths from the root. */
  constructor(root: string, files: readonly string[]) {
    this.#root = root;
    this.#files = files;
  }

  add(ranges: Ranges): void {
    for (const [file, edges] of Object.entries(ranges)) {
      const counted = this.#edges.get(file) ?? new Map<number, number>();
      this.#edges.set(file, counted);
      for (const [index, edge] of edges.entries())
        counted.set(edge, (counted.get(edge) ?? 0) + (index % 2 === 0 ? 1 : -1));
    }
  }

  /** Every branch of every file; those of one name, of a file, as one. */
  get all(): readonly Branch[] {
    return this.#files.flatMap((file) => this.#of(file));
  }

  #of(file: string): readonly Branch[] {
    const edges = this.#edges.get(file);
    if (!edges) return [{ name: file, line: 1, seeds: 0 }];
    const text = readFileSync(join(this.#root, file), 'utf8');
    const places = [...edges.keys()].sort((one, other) => one - other);
    const found = new Map<string, Branch>();
    let seeds = 0;
    for (const [index, from] of places.entries()) {
      seeds += edges.get(from) ?? 0;
      const part = text.slice(from, places[index + 1] ?? from);
      if (!/\w/.test(part.replace(COMMENTS, ''))) continue;
      const name = `${file}: ${beginningOf(part)}`;
      const line = text.slice(0, from + part.search(/\S/)).split('\n').length;
      found.set(name, { name, line, seeds: Math.min(seeds, found.get(name)?.seeds ?? seeds) });
    }
    return [...found.values()];
  }
}

/** Comments are no part of it: other words are no other branch. */
const COMMENTS = /\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*/g;
const beginningOf = (text: string): string =>
  text.replace(COMMENTS, '').trim().replace(/\s+/g, ' ').slice(0, LONGEST_NAME);
