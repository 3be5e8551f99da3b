import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readTemplate, runPackager } from './run-packager.ts';

/** The two compiled CloudFormation templates, as JSON text: global, and one for each region. */
export interface Templates {
  readonly global: string;
  readonly regional: string;
}

export interface CompileOptions {
  /** The repository's root. */
  readonly root: string;
  /** The fleet's regions, home first: the global table has a replica in each. */
  readonly regions: readonly string[];
  readonly stage: string;
}

/** The sources of a template; no other file can change it. */
const SOURCES = [
  'serverless.yml',
  'serverless.global.yml',
  'infrastructure',
  'statemachines',
  'events/rules',
  'package-lock.json',
];

async function hashTree(hash: ReturnType<typeof createHash>, path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (!entries) {
    hash.update(path).update(await readFile(path));
    return;
  }
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1)))
    await hashTree(hash, join(path, entry.name));
}

/**
 * Compiles both templates without bundling code, by the same serverless.yml that a deployment packages, and
 * keeps the result under `.cache/` by the content of everything that it is made from.
 */
export async function compileTemplates({ root, regions, stage }: CompileOptions): Promise<Templates> {
  const hash = createHash('sha256').update(JSON.stringify({ regions, stage }));
  for (const source of SOURCES) await hashTree(hash, join(root, source));
  const cache = join(root, '.cache', 'templates');
  const file = join(cache, `${hash.digest('hex').slice(0, 24)}.json`);
  const cached = await readFile(file, 'utf8').catch(() => undefined);
  if (cached !== undefined) return JSON.parse(cached) as Templates;

  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'replicas-'));
  const replicas = await writeReplicas(folder, regions);
  const environment = { EKS_FLEET_PACKAGE: 'template', EKS_FLEET_REPLICAS: replicas };
  const compile = (config: string) => runPackager({ root, config, stage, environment }, readTemplate);
  try {
    const [regional, global] = await Promise.all([
      compile('serverless.yml'),
      compile('serverless.global.yml'),
    ]);
    const templates: Templates = { global, regional };
    const partial = join(folder, 'templates.json');
    await writeFile(partial, JSON.stringify(templates));
    await rename(partial, file);
    return templates;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes the replicas of the global table to a file, which the global configuration reads by `EKS_FLEET_REPLICAS`. */
export async function writeReplicas(folder: string, regions: readonly string[]): Promise<string> {
  const file = join(folder, 'replicas.json');
  const replica = (Region: string) => ({
    Region,
    DeletionProtectionEnabled: true,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
  await writeFile(file, JSON.stringify(regions.map(replica)));
  return file;
}
