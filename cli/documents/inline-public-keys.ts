import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A path as eksctl reads it: `~` is the home directory of whoever runs the command. */
function localPath(path: string): string {
  return path.startsWith('~/') ? resolve(homedir(), path.slice(2)) : resolve(path);
}

async function withKey(group: unknown): Promise<unknown> {
  if (!isObject(group) || !isObject(group.ssh) || typeof group.ssh.publicKeyPath !== 'string') return group;
  const { publicKeyPath, ...ssh } = group.ssh;
  try {
    const publicKey = (await readFile(localPath(publicKeyPath), 'utf8')).trim();
    return { ...group, ssh: { ...ssh, publicKey } };
  } catch {
    // Left as it is, the field is refused by its path, which says what to do instead.
    return group;
  }
}

/**
 * Puts public keys that a document names by their path into the document itself, as eksctl does on the machine it
 * runs on: what travels in an event can name no file of yours. Only `ssh.publicKeyPath` of node groups is read.
 */
export async function inlinePublicKeys(document: unknown): Promise<unknown> {
  if (!isObject(document)) return document;
  const inlined = await Promise.all(
    ['managedNodeGroups', 'nodeGroups'].map(async (member) => {
      const groups = document[member];
      return [member, Array.isArray(groups) ? await Promise.all(groups.map(withKey)) : groups] as const;
    }),
  );
  const changed = inlined.filter(([, groups]) => groups !== undefined);
  return { ...document, ...Object.fromEntries(changed) };
}
