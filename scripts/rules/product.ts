import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { EventBridgeSchedules, scheduleTarget } from '../../aws/schedules.ts';
import { interruptionQueue } from '../../domain/contents/stack/karpenter-queue.ts';
import type { Contract } from '../../domain/contract.ts';
import { readProject } from '../generate/project.ts';
import type { Definition } from './definition.ts';
import { ofType, type Resources } from './resources.ts';

const account = {
  accountId: '111122223333',
  partition: 'aws',
  region: 'us-east-1',
  availabilityZones: [],
  permissionsBoundaryArn: '',
};
const root = join(import.meta.dirname, '../..');

/** A state machine as the compiled template has it. */
export interface Machine {
  /** Its name without the stage. */
  readonly name: string;
  readonly definition: Definition;
}

/** The product's text, as rules read it: the deployed templates, and their sources. */
export interface Product {
  readonly machines: readonly Machine[];
  /** By the function's name in a definition, `CreateApplyStackFunctionArn`. */
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly templates: { readonly global: Resources; readonly regional: Resources };
  /** Resources of stacks that the product makes for clusters, as far as events go there. */
  readonly generated: Resources;
  /** The product's request to EventBridge Scheduler for a schedule. */
  readonly scheduleRequest: unknown;
  /** Sources by path: adapters, functions, ports. */
  readonly sources: ReadonlyMap<string, string>;
  /** The files of the templates by path, those that are generated among them. */
  readonly infrastructure: ReadonlyMap<string, string>;
}

export const pascal = (path: string): string =>
  path.replace(/(^|[/-])(\w)/g, (_, _separator, letter: string) => letter.toUpperCase());

export const fileOf = (machine: Machine): string => `statemachines/${machine.name}.asl.json`;

/** The file of statements that a generated role includes. */
const STATEMENTS = /\$\{file\((infrastructure\/global\/statements\/[\w-]+\.yml)\)/;

/** The file in which a person changes a resource of a template, by its logical id; that of a generated one if nobody does. */
export function writtenIn({ infrastructure }: Product, logicalId: string): string {
  const isHere = new RegExp(`^ {0,2}${logicalId}:|^ {2,4}"${logicalId}": \\{`, 'm');
  const [path, text = ''] = [...infrastructure].find(([, one]) => isHere.test(one)) ?? [];
  const [, statements] = STATEMENTS.exec(text.slice(text.search(isHere)).split(/^ {4}\},?$/m)[0] ?? '') ?? [];
  return statements ?? path ?? 'the compiled template';
}

function textsIn(folder: string, ending: string): readonly (readonly [path: string, text: string])[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((path) => [relative(root, path), readFileSync(path, 'utf8')] as const);
}

const contractsOf = (contracts: readonly Contract[]): ReadonlyMap<string, Contract> =>
  new Map(contracts.map((contract) => [`${pascal(contract.task)}FunctionArn`, contract]));

/** The request that the adapter would send for a schedule, without a client that sends it. */
async function requestOfSchedule(): Promise<unknown> {
  const sent: unknown[] = [];
  const client = { send: async ({ input }: { readonly input: unknown }) => sent.push(input) };
  const target = scheduleTarget({ ...account, stage: 'prod' }, account.region, '');
  const event = { detailType: 'ClusterScaleRequested', detail: {} };
  const schedule = { group: 'g', name: 'n', description: '', expression: 'rate(1 day)', timeZone: 'UTC' };
  await new EventBridgeSchedules(client as never, target).put(
    { ...schedule, flexibleMinutes: 0, deletesItself: false, event },
    'token',
  );
  return sent[0];
}

export async function readProduct(): Promise<Product> {
  const regions = ['us-east-2', 'us-east-1', 'us-west-2'];
  const texts = await compileTemplates({ root, regions, stage: 'prod' });
  const resources = (text: string) => (JSON.parse(text) as { readonly Resources: Resources }).Resources;
  const templates = { global: resources(texts.global), regional: resources(texts.regional) };
  const machines = ofType(templates.regional, 'AWS::StepFunctions::StateMachine').map(({ properties }) => ({
    name: String(properties.StateMachineName).replace(/^eks-fleet-prod-/, ''),
    definition: properties.Definition as Definition,
  }));
  const sources = new Map(['aws', 'functions', 'domain/ports'].flatMap((folder) => textsIn(folder, '.ts')));
  return {
    machines,
    contracts: contractsOf((await readProject()).contracts),
    templates,
    generated: interruptionQueue('eks-fleet-shop-karpenter', account) as Resources,
    scheduleRequest: await requestOfSchedule(),
    sources,
    infrastructure: new Map(['.yml', '.json'].flatMap((ending) => textsIn('infrastructure', ending))),
  };
}
