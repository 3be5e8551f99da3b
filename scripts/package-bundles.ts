import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Packages the regional service, bundles included, as a deployment would, and returns the folder with a zip for
 * each function. Throws with the packager's own output when it fails.
 */
export function packageBundles(): string {
  // Not inside .serverless, where the packager works before it copies the result here.
  const folder = join('.cache', 'bundles');
  const packager = join('node_modules', 'serverless', 'bin', 'serverless.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [packager, 'package', '--package', folder], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`serverless.yml cannot be packaged:\n${stdout}${stderr}`);
  return folder;
}
