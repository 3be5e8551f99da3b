import { createHash } from 'node:crypto';

function field(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A public key in OpenSSH's format (RFC 8709, section 4), the same for the same path; nobody has its private half. */
function publicKeyFor(path: string): string {
  const type = 'ssh-ed25519';
  const point = createHash('sha256').update(path).digest();
  const blob = Buffer.concat([field(Buffer.from(type)), field(point)]);
  return `${type} ${blob.toString('base64')} made-up`;
}

/**
 * Public keys for files that are not on this machine: a rehearsal goes on without the files, and lists the keys among
 * its prerequisites.
 */
export class MadeUpKeys {
  readonly #paths = new Set<string>();

  readonly keyFor = (path: string): string => {
    this.#paths.add(path);
    return publicKeyFor(path);
  };

  get prerequisites(): readonly string[] {
    return [...this.#paths].map((path) => `public key at ${path}, made up here: there is no such file`);
  }
}
