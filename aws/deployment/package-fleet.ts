import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type CompileOptions, type Templates, writeReplicas } from './compile-templates.ts';
import { readTemplate, runPackager } from './run-packager.ts';

/** The parts of a deployment: the templates, and the bundles by the keys that the templates name. */
export interface PackagedFleet {
  readonly templates: Templates;
  readonly artifacts: ReadonlyMap<string, Uint8Array>;
}

const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

/**
 * Names bundles by their content. The packager names them by the time of day, which would change every function with
 * every deployment; so bundles that have not changed are not deployed again.
 */
export function withContentKeys(template: string, keys: ReadonlyMap<string, string>): string {
  return template.replace(/"serverless\/[^"]+\/([^"/]+\.zip)"/g, (whole, file: string) => {
    const key = keys.get(file);
    if (key === undefined) throw new Error(`the packaged template names ${whole}, which was not written`);
    return JSON.stringify(key);
  });
}

/** Compiles both templates and bundles every function, as a deployment needs them; about twenty seconds. */
export async function packageFleet({ root, regions, stage }: CompileOptions): Promise<PackagedFleet> {
  await mkdir(join(root, '.cache'), { recursive: true });
  const folder = await mkdtemp(join(root, '.cache', 'replicas-'));
  try {
    const environment = { EKS_FLEET_REPLICAS: await writeReplicas(folder, regions) };
    const global = await runPackager(
      { root, config: 'serverless.global.yml', stage, environment },
      readTemplate,
    );
    return await runPackager({ root, config: 'serverless.yml', stage, environment }, async (written) => {
      const artifacts = new Map<string, Uint8Array>();
      const keys = new Map<string, string>();
      for (const file of (await readdir(written)).filter((name) => name.endsWith('.zip'))) {
        const body = await readFile(join(written, file));
        const key = `functions/${file.replace(/\.zip$/, '')}/${sha256(body).slice(0, 32)}.zip`;
        keys.set(file, key);
        artifacts.set(key, body);
      }
      const regional = withContentKeys(await readTemplate(written), keys);
      return { templates: { global, regional }, artifacts };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
