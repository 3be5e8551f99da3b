import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface PackagerOptions {
  /** The repository's root. */
  readonly root: string;
  /** `serverless.yml` or `serverless.global.yml`. */
  readonly config: string;
  readonly stage: string;
  /** Variables that the configuration reads by `${env:…}`. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Packages a service and hands `read` the folder of the files that were written, which is deleted afterwards. Throws
 * with the packager's own output where it fails.
 *
 * The packager always works in `.serverless` of its current folder, so two that share a folder mix up their
 * templates. Each one therefore runs in a folder of its own, in which the project's entries are links.
 */
export async function runPackager<T>(
  { root, config, stage, environment = {} }: PackagerOptions,
  read: (written: string) => Promise<T>,
): Promise<T> {
  await mkdir(join(root, '.cache'), { recursive: true });
  const folder = await mkdtemp(join(root, '.cache', 'package-'));
  try {
    const entries = (await readdir(root)).filter((entry) => !entry.startsWith('.'));
    for (const entry of entries) await symlink(join(root, entry), join(folder, entry));
    const packager = join(root, 'node_modules/serverless/bin/serverless.js');
    await run(process.execPath, [packager, 'package', '--config', config, '--stage', stage], {
      cwd: folder,
      env: { ...process.env, ...environment },
    });
    return await read(join(folder, '.serverless'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The file in which the packager writes the compiled template. */
const TEMPLATE_FILE = 'cloudformation-template-update-stack.json';

/**
 * The template among the files that were written, without the line breaks and spaces that are half of it: CloudFormation takes
 * 1 MB of a template, and `serverless deploy` sends it so, too.
 */
export async function readTemplate(written: string): Promise<string> {
  return JSON.stringify(JSON.parse(await readFile(join(written, TEMPLATE_FILE), 'utf8')));
}
