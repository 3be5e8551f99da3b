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

/** Which caller an access key belongs to. Secrets are not checked in process: the SDK signs with what we issued. */
export class CredentialStore {
  readonly #callers = new Map<string, { readonly caller: Caller; readonly expiresAt: number | undefined }>();
  readonly #kernel: Kernel;

  constructor(kernel: Kernel, accountId: string) {
    this.#kernel = kernel;
    const arn = `arn:aws:iam::${accountId}:user/administrator`;
    this.#callers.set(ADMINISTRATOR_ACCESS_KEY_ID, {
      caller: { kind: 'administrator', arn, accountId },
      expiresAt: undefined,
    });
  }

  issue(caller: Caller, durationMs: number): Credentials {
    const random = this.#kernel.random('credentials');
    const accessKeyId = `ASIA${random.text(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`;
    const expiresAt = this.#kernel.now() + durationMs;
    this.#callers.set(accessKeyId, { caller, expiresAt });
    const secretAccessKey = random.text(
      40,
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
    );
    return {
      accessKeyId,
      secretAccessKey,
      sessionToken: random.text(64, 'ABCDEFGHIJKLMNOPabcdefghijklmnop0123456789'),
      expiresAt,
    };
  }

  /** The caller, `expired`, or undefined for a key that was never issued. */
  resolve(accessKeyId: string): Caller | 'expired' | undefined {
    const found = this.#callers.get(accessKeyId);
    if (!found) return undefined;
    return found.expiresAt !== undefined && found.expiresAt < this.#kernel.now() ? 'expired' : found.caller;
  }
}
