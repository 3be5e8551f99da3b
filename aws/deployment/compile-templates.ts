import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The two compiled CloudFormation templates, as JSON text (DESIGN, "Two templates"). */
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

/** What a template is made from; anything else cannot change it. */
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
  const replicas = JSON.stringify(regions.map(replica));
  const [regional, global] = await Promise.all([
    compile(root, 'serverless.yml', stage, replicas),
    compile(root, 'serverless.global.yml', stage, replicas),
  ]);
  const templates: Templates = { global, regional };
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, JSON.stringify(templates));
  await rename(partial, file);
  return templates;
}

const replica = (Region: string) => ({
  Region,
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
});

/**
 * The packager always works in `.serverless` of its current folder, so two that share a folder mix up their
 * templates. Each one therefore runs in a folder of its own, in which the project's entries are links.
 */
async function compile(root: string, config: string, stage: string, replicas: string): Promise<string> {
  const folder = await mkdtemp(join(root, '.cache', 'compile-'));
  try {
    const entries = (await readdir(root)).filter((entry) => !entry.startsWith('.'));
    for (const entry of entries) await symlink(join(root, entry), join(folder, entry));
    const replicasFile = join(folder, '.replicas.json');
    await writeFile(replicasFile, replicas);
    await run(
      process.execPath,
      [
        join(root, 'node_modules/serverless/bin/serverless.js'),
        'package',
        '--config',
        config,
        '--stage',
        stage,
      ],
      {
        cwd: folder,
        env: { ...process.env, EKS_FLEET_PACKAGE: 'template', EKS_FLEET_REPLICAS: replicasFile },
      },
    );
    return await readFile(join(folder, '.serverless', 'cloudformation-template-update-stack.json'), 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
