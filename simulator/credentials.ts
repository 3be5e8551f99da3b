import type { Kernel } from './kernel/kernel.ts';
import type { Caller } from './service.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Virtual milliseconds; absent for long-term keys. */
  readonly expiresAt?: number;
}

/** The access key of whoever runs `eks-fleet`, boto3 or the `aws` command line against the simulator. */
export const ADMINISTRATOR_ACCESS_KEY_ID = 'AKIASIMULATEDADMIN00';
export const ADMINISTRATOR_SECRET_ACCESS_KEY = 'simulated/secret/of/the/administrator000';

/** A year of a fleet is issued tens of thousands of credentials. */
const SWEPT_EVERY = 1000;

interface Issued {
  readonly caller: Caller;
  readonly expiresAt: number | undefined;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

/** Callers by access key. Secrets are not checked in process: the SDK signs with the ones that we issued. */
export class CredentialStore {
  readonly #callers = new Map<string, Issued>();
  /** Keys that have expired; nothing else is known of them. */
  readonly #expired = new Set<string>();
  readonly #kernel: Kernel;

  constructor(kernel: Kernel, accountId: string) {
    this.#kernel = kernel;
    const arn = `arn:aws:iam::${accountId}:user/administrator`;
    this.#callers.set(ADMINISTRATOR_ACCESS_KEY_ID, {
      caller: { kind: 'administrator', arn, accountId },
      expiresAt: undefined,
      secretAccessKey: ADMINISTRATOR_SECRET_ACCESS_KEY,
      sessionToken: undefined,
    });
  }

  issue(caller: Caller, durationMs: number): Credentials {
    const random = this.#kernel.random('credentials');
    const accessKeyId = `ASIA${random.text(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`;
    const expiresAt = this.#kernel.now() + durationMs;
    // As long as AWS's; nobody guesses here, and each environment of a function is issued some.
    const secretAccessKey = `simulated/secret/of/${accessKeyId}`;
    const sessionToken = `simulated/session/of/${accessKeyId}`;
    this.#callers.set(accessKeyId, { caller, expiresAt, secretAccessKey, sessionToken });
    if (this.#callers.size % SWEPT_EVERY === 0) this.#sweep();
    return { accessKeyId, secretAccessKey, sessionToken, expiresAt };
  }

  /** The caller, `expired`, or undefined for a key that was never issued. */
  resolve(accessKeyId: string): Caller | 'expired' | undefined {
    if (this.#expired.has(accessKeyId)) return 'expired';
    const found = this.#callers.get(accessKeyId);
    if (!found) return undefined;
    return found.expiresAt !== undefined && found.expiresAt < this.#kernel.now() ? 'expired' : found.caller;
  }

  #sweep(): void {
    const now = this.#kernel.now();
    for (const [accessKeyId, { expiresAt }] of this.#callers) {
      if (expiresAt === undefined || expiresAt >= now) continue;
      this.#callers.delete(accessKeyId);
      this.#expired.add(accessKeyId);
    }
  }

  /** The secrets of an access key, with which requests from outside are checked. */
  secretsOf(accessKeyId: string): Pick<Issued, 'secretAccessKey' | 'sessionToken'> | undefined {
    return this.#callers.get(accessKeyId);
  }
}
