import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as z from 'zod';
import type { Contract } from '../../domain/contract.ts';
import { rowName } from '../campaign/table.ts';
import { tables } from '../campaign/tables/all.ts';
import { FAULT_RATES } from '../faults/rates.ts';

/** Everything that a campaign can reach, by kind. */
export interface Known {
  /** `<workflow>/<state>` */
  readonly states: readonly string[];
  /** `<task> <outcome>` */
  readonly outcomes: readonly string[];
  /** `<table>/<row>` */
  readonly rows: readonly string[];
  readonly faults: readonly string[];
  /** The files of `domain/` that tasks run. */
  readonly files: readonly string[];
}

interface Scope {
  readonly States: Readonly<Record<string, State>>;
}
interface State {
  readonly Branches?: readonly Scope[];
  readonly ItemProcessor?: Scope;
}

const statesIn = ({ States }: Scope): readonly string[] =>
  Object.entries(States).flatMap(([name, { Branches = [], ItemProcessor }]) => [
    name,
    ...[...Branches, ...(ItemProcessor ? [ItemProcessor] : [])].flatMap(statesIn),
  ]);

function statesOf(root: string): readonly string[] {
  return globSync('statemachines/*.asl.json', { cwd: root })
    .sort()
    .flatMap((file) => {
      const workflow = file.replace(/^.*\/|\.asl\.json$/g, '');
      const definition = JSON.parse(readFileSync(join(root, file), 'utf8')) as Scope;
      return statesIn(definition).map((state) => `${workflow}/${state}`);
    });
}

/** The outcomes that an output's schema allows: `answers` where it knows but one. */
function outcomesIn(output: z.ZodType): readonly string[] {
  const { options = [output], shape } = output as unknown as {
    readonly options?: readonly z.ZodType[];
    readonly shape?: { readonly outcome?: { readonly values?: ReadonlySet<unknown> } };
  };
  if (shape) return shape.outcome?.values ? [...shape.outcome.values].map(String) : ['answers'];
  return options[0] === output ? ['answers'] : options.flatMap(outcomesIn);
}

/** Each task, with its outcomes: contracts of a folder are one object. */
async function outcomesOf(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of globSync('functions/*/contracts.ts', { cwd: root }).sort()) {
    const module = (await import(pathToFileURL(join(root, file)).href)) as Readonly<Record<string, object>>;
    for (const { task, output } of Object.values(module).flatMap(
      (tasks) => Object.values(tasks) as Contract[],
    ))
      found.push(...outcomesIn(output).map((outcome) => `${task} ${outcome}`));
  }
  return found;
}

const IMPORTED = /^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'|^import '(\.[^']+)'/gms;

/** The files of a folder that others import, from file to file; types are none. */
function filesIn(root: string, folder: string, from: readonly string[]): readonly string[] {
  const seen = new Set(from.map((file) => join(root, file)));
  for (const file of seen) {
    for (const [, one, other] of readFileSync(file, 'utf8').matchAll(IMPORTED)) {
      const path = join(dirname(file), one ?? other ?? '');
      if (path.endsWith('.ts')) seen.add(path);
    }
  }
  return [...seen]
    .map((file) => relative(root, file))
    .filter((file) => file.startsWith(`${folder}/`))
    .sort();
}

const handlersOf = (root: string): readonly string[] =>
  globSync('functions/*/*.ts', { cwd: root }).filter((file) => !file.endsWith('/contracts.ts'));

/** All of it, from the deployment and the tables of draws. */
export async function knownReach(root: string): Promise<Known> {
  return {
    states: statesOf(root),
    outcomes: await outcomesOf(root),
    rows: tables.flatMap((table) => table.rows.map((row) => rowName(table, row))),
    faults: FAULT_RATES,
    files: filesIn(root, 'domain', handlersOf(root)),
  };
}
