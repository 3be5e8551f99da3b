import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import type { Contract } from '../../domain/contract.ts';
import type { EventDefinition } from '../../events/event.ts';
import type { Workflow } from '../../statemachines/builders/workflow.ts';

/** The parts of the project, found by their places: everything that is generated follows from them. */
export interface Project {
  readonly outlines: readonly Outline[];
  readonly contracts: readonly Contract[];
  readonly events: readonly EventDefinition[];
  /** Names of patterns, of a person's as well: `memberships-to-reconcile-schedules`. */
  readonly patterns: readonly string[];
  /** Files of the project, as paths from its folder. */
  readonly has: (path: string) => boolean;
  /** The members of a YAML file; the tags of CloudFormation's short forms are read as plain values. */
  readonly yaml: (path: string) => Readonly<Record<string, unknown>>;
}

export interface Outline {
  readonly file: string;
  readonly exported: string;
  readonly workflow: Workflow;
}

/** A generated file: its path from the project's folder, and its text. */
export type File = readonly [path: string, text: string];

export const root = join(import.meta.dirname, '..', '..');
/** The list of all workflows, which is no outline. */
export const LIST = 'all.ts';

export async function readProject(): Promise<Project> {
  const files = (folder: string, ending: string): readonly string[] =>
    readdirSync(join(root, folder)).filter((file) => file.endsWith(ending));
  const folders = (folder: string): readonly string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((one) =>
      one.isDirectory() ? one.name : [],
    );
  const has = (path: string) => existsSync(join(root, path));
  const outlines = files('statemachines', '.ts').filter((file) => file !== LIST);
  const domains = folders('functions').filter((domain) => has(`functions/${domain}/contracts.ts`));
  const events = folders('events').flatMap((folder) =>
    files(`events/${folder}`, '.ts').map((file) => `events/${folder}/${file}`),
  );
  return {
    outlines: await Promise.all(outlines.map(outlineIn)),
    contracts: (await Promise.all(domains.map(contractsIn))).flat(),
    events: (await Promise.all(events.map(eventsIn))).flat(),
    patterns: files('events/rules', '.json').map((file) => file.replace('.json', '')),
    has,
    yaml: (path) => parse(readFileSync(join(root, path), 'utf8'), { logLevel: 'error' }),
  };
}

const load = async <T>(path: string): Promise<Readonly<Record<string, T>>> =>
  import(pathToFileURL(join(root, path)).href);

async function outlineIn(file: string): Promise<Outline> {
  const [[exported, workflow] = []] = Object.entries(await load<Workflow>(`statemachines/${file}`));
  if (exported === undefined || workflow?.definition === undefined)
    throw new Error(`statemachines/${file}: exports no workflow`);
  if (`${workflow.name}.ts` !== file)
    throw new Error(`statemachines/${file}: the workflow in it is called ${workflow.name}`);
  return { file, exported, workflow };
}

async function contractsIn(domain: string): Promise<readonly Contract[]> {
  const module = await load<Readonly<Record<string, Contract>>>(`functions/${domain}/contracts.ts`);
  return Object.values(module).flatMap((contracts) => Object.values(contracts));
}

async function eventsIn(path: string): Promise<readonly EventDefinition[]> {
  const exported = Object.values(await load<EventDefinition>(path));
  return exported.filter(({ detailType }) => detailType !== undefined);
}
