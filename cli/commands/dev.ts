import { createServer } from 'node:net';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { type Problem, toProblem } from '../../domain/cluster-config/problem.ts';
import { startDev } from '../../rehearsal/dev/process.ts';
import type { DevMessage } from '../../rehearsal/dev/spec.ts';
import { accountOf } from '../../rehearsal/prerequisites/account.ts';
import { CommandError } from '../command-error.ts';
import { type ReadUserDocuments, readUserDocuments } from '../documents/user-documents.ts';
import { ProgressLines } from '../progress.ts';
import { refuseDocuments } from '../refuse-documents.ts';
import { ROOT } from '../root.ts';

export interface DevOptions {
  readonly port: number;
  readonly speed: number;
  readonly regions: readonly string[];
  readonly seed: number;
  readonly stage: string;
  readonly startAt?: string;
  readonly empty?: boolean;
}

const ACCOUNT_ID = '111122223333';

/**
 * Runs the embedded AWS until SIGINT or SIGTERM. The export lines are on stdout, so that a shell may take them.
 * Prerequisites of the paths' documents are planted before it listens.
 */
export async function runDev(paths: readonly string[], options: DevOptions): Promise<void> {
  const { regions, stage, seed, port, speed, empty = false } = options;
  await refuseTakenPort(port);
  const startAt = options.startAt ?? new Date().toISOString();
  const read = paths.length > 0 ? await readUserDocuments(paths, startAt) : NO_DOCUMENTS;
  const problems = [...read.problems, ...outsideWorld(read, regions)];
  if (problems.length > 0) return refuseDocuments(problems, 'table');
  const documents = [...read.clusters, ...read.fleets].map(({ source, document: value }) => ({
    source,
    value,
  }));
  const accountId = accountOf(documents, ACCOUNT_ID);
  process.stderr.write(`starting a simulated AWS of ${regions.join(', ')}\n`);
  const templates = empty ? undefined : await compileTemplates({ root: ROOT, regions, stage });
  const progress = new ProgressLines();
  const deployed = templates ? { templates } : {};
  const world = startDev(
    { seed, startAt, accountId, stage, regions, root: ROOT, port, speed, documents, ...deployed },
    (message) => tell(message, options, progress),
  );
  process.on('SIGINT', world.stop);
  process.on('SIGTERM', world.stop);
  await world.ended;
  process.stderr.write('stopped\n');
}

const NO_DOCUMENTS: ReadUserDocuments = { clusters: [], fleets: [], salvaged: [], problems: [] };

/** Documents of regions that the world does not have. */
function outsideWorld(
  { clusters, fleets }: ReadUserDocuments,
  regions: readonly string[],
): readonly Problem[] {
  const named = [
    ...clusters.map(({ source, config }) => ({
      source,
      path: 'metadata.region',
      found: config.metadata.region,
    })),
    ...fleets.map(({ source, fleet }) => ({ source, path: 'spec.home', found: fleet.spec.home })),
  ];
  const message = 'the world is to have no such region';
  const allowed = `${regions.join(', ')}, as --regions says`;
  return named
    .filter(({ found }) => !regions.includes(found))
    .map(({ source, path, found }) => toProblem(source, { path, found, allowed, message }));
}

/**
 * Refuses a port that is taken, before a fleet is deployed. If another program takes it after that, the server tells.
 */
async function refuseTakenPort(port: number): Promise<void> {
  const server = createServer();
  const refusal = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    server.once('error', resolve).listen(port, '127.0.0.1', () => resolve(undefined));
  });
  if (refusal)
    throw new CommandError(
      `port ${port} of this machine cannot be listened on (${refusal.code})`,
      'give another with --port, or stop what has it',
    );
  await new Promise((resolve) => server.close(resolve));
}

function tell(message: DevMessage, { regions, speed }: DevOptions, progress: ProgressLines): void {
  switch (message.kind) {
    case 'listening':
      process.stdout.write(`${exportLines(message, regions[0] as string).join('\n')}\n`);
      process.stderr.write(
        `listening on ${message.url}; a real second is ${speed} virtual ones; Ctrl-C stops and forgets it all\n`,
      );
      break;
    case 'refused':
      process.stderr.write(`${message.text}\n`);
      break;
    case 'stopped':
      break;
    default:
      progress.tell(message);
  }
}

function exportLines(
  at: { readonly url: string; readonly accessKeyId: string; readonly secretAccessKey: string },
  region: string,
): string[] {
  return [
    `export AWS_ENDPOINT_URL=${at.url}`,
    `export AWS_ACCESS_KEY_ID=${at.accessKeyId}`,
    `export AWS_SECRET_ACCESS_KEY=${at.secretAccessKey}`,
    `export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
    'unset AWS_SESSION_TOKEN AWS_PROFILE',
  ];
}
