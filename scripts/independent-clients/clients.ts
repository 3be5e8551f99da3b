import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The newest on PyPI in November 2026; version 2 of the command line is not there. */
const PACKAGES = ['awscli==1.46.3', 'boto3==1.44.8'];
const FOLDER = 'node_modules/.cache/independent-clients';

/**
 * A Python that has both clients: one of our own, made once, or the machine's where PyPI cannot be reached and the
 * machine has them. Python 3 must be there.
 */
export function pythonWithClients(): string {
  const own = join(FOLDER, 'bin/python');
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES];
  const isMade = () => succeeds('python3', ['-m', 'venv', FOLDER]) && succeeds(own, install);
  if ((existsSync(own) && hasClients(own)) || (isMade() && hasClients(own))) return own;
  if (hasClients('python3')) return 'python3';
  throw new Error(`there is no Python 3 with ${PACKAGES.join(' and ')}, and none could be made`);
}

const succeeds = (program: string, args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;

function hasClients(python: string): boolean {
  const versions =
    'import awscli, boto3; print("clients: awscli", awscli.__version__, "boto3", boto3.__version__)';
  return succeeds(python, ['-c', versions]);
}

/** The answer to a command: its output as JSON, or its failure. */
export type Answer = { readonly output: unknown } | { readonly failure: string };

/** Runs a client to its end. A refusal of AWS is an answer, too. */
export async function runClient(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Answer> {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const env = {
    ...Object.fromEntries(own),
    AWS_PAGER: '',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...environment,
  };
  try {
    const { stdout } = await promisify(execFile)(program, args, { env, maxBuffer: 64e6 });
    return { output: stdout.trim() === '' ? undefined : JSON.parse(stdout) };
  } catch (error) {
    return { failure: (error as { readonly stderr?: string }).stderr?.trim() || String(error) };
  }
}
