import { createServer } from 'node:net';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { startDev } from '../../rehearsal/dev-process.ts';
import type { DevMessage } from '../../rehearsal/dev-spec.ts';
import { CommandError } from '../command-error.ts';
import { ProgressLines } from '../progress.ts';
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

/** Runs the embedded AWS until SIGINT or SIGTERM. The export lines are on stdout, so that a shell may take them. */
export async function runDev(options: DevOptions): Promise<void> {
  const { regions, stage, seed, port, speed, empty = false } = options;
  await refuseTakenPort(port);
  const startAt = options.startAt ?? new Date().toISOString();
  process.stderr.write(`starting a simulated AWS of ${regions.join(', ')}\n`);
  const templates = empty ? undefined : await compileTemplates({ root: ROOT, regions, stage });
  const progress = new ProgressLines();
  const deployed = templates ? { templates } : {};
  const world = startDev(
    { seed, startAt, accountId: ACCOUNT_ID, stage, regions, root: ROOT, port, speed, ...deployed },
    (message) => tell(message, options, progress),
  );
  process.on('SIGINT', world.stop);
  process.on('SIGTERM', world.stop);
  await world.ended;
  process.stderr.write('stopped\n');
}

/** Found out before a fleet is deployed for it; whoever takes the port in between is still told of by the server. */
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
