import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';

type Json = Readonly<Record<string, unknown>>;

/** The key to use where its file is not there; undefined leaves the path, which is then refused. */
type MissingKey = (path: string) => string | undefined;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A path as eksctl reads it: `~` is the home directory of whoever runs the command. */
function localPath(path: string): string {
  return path.startsWith('~/') ? resolve(homedir(), path.slice(2)) : resolve(path);
}

/**
 * The public key in a file. Undefined if there is no file, or if it holds anything else: that must not be sent
 * anywhere.
 */
async function keyAt(path: string, missing: MissingKey): Promise<string | undefined> {
  try {
    const text = (await readFile(localPath(path), 'utf8')).trim();
    return /^(ssh|ecdsa|sk)-[\w@.-]+ [A-Za-z0-9+/=]+( [^\n]*)?$/.test(text) ? text : undefined;
  } catch {
    return missing(path);
  }
}

async function withKey(group: unknown, missing: MissingKey): Promise<unknown> {
  if (!isObject(group) || !isObject(group.ssh) || typeof group.ssh.publicKeyPath !== 'string') return group;
  const { publicKeyPath, ...ssh } = group.ssh;
  const publicKey = await keyAt(publicKeyPath, missing);
  // Left as it is, the field is refused by its path, which says what to do instead.
  return publicKey === undefined ? group : { ...group, ssh: { ...ssh, publicKey } };
}

/**
 * Puts public keys that a document names by path into the document itself, as eksctl does on the machine it runs on:
 * an event cannot carry a user's file. Only `ssh.publicKeyPath` of node groups is read.
 */
export async function inlinePublicKeys(
  document: unknown,
  missing: MissingKey = () => undefined,
): Promise<unknown> {
  if (!isObject(document)) return document;
  const inlined = await Promise.all(
    ['managedNodeGroups', 'nodeGroups'].map(async (member) => {
      const groups = document[member];
      const list = Array.isArray(groups)
        ? await Promise.all(groups.map((group) => withKey(group, missing)))
        : groups;
      return [member, list] as const;
    }),
  );
  const changed = inlined.filter(([, groups]) => groups !== undefined);
  return { ...document, ...Object.fromEntries(changed) };
}
