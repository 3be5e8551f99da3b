import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The two services, each a template: `global` for the home region, `regional` for every region. */
export const services = { global: 'serverless.global.yml', regional: 'serverless.yml' } as const;
export type ServiceName = keyof typeof services;

/**
 * Packages a service and returns the folder that holds its template, and its bundles where they are asked for.
 * `template` compiles in about a second, because no code is bundled (infrastructure/package-template.yml).
 * Throws with the packager's own output when it fails.
 */
export function packageService(service: ServiceName, contents: 'template' | 'bundles'): string {
  // Not inside .serverless, where the packager works before it copies the result here.
  const folder = join('.cache', 'packages', `${service}-${contents}`);
  const packager = join('node_modules', '.bin', 'serverless');
  const { status, stdout, stderr } = spawnSync(
    packager,
    ['package', '--config', services[service], '--package', folder],
    { encoding: 'utf8', env: { ...process.env, EKS_FLEET_PACKAGE: contents, SLS_TELEMETRY_DISABLED: '1' } },
  );
  if (status !== 0) throw new Error(`${services[service]} cannot be packaged:\n${stdout}${stderr}`);
  return folder;
}

/** Where the packager writes the compiled template. */
export function templateIn(folder: string): string {
  const path = join(folder, 'cloudformation-template-update-stack.json');
  if (!existsSync(path)) throw new Error(`${path}: the packager wrote no template`);
  return path;
}
