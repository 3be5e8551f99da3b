import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../domain/cluster-config/problem.ts';
import { type ReadDocuments, readText } from './read-text.ts';

const extensions = /\.(ya?ml|json)$/;

/** The files that a path stands for: itself, or the YAML and JSON files in it, in order of their names. */
async function filesOf(path: string): Promise<string[]> {
  const found = await stat(path);
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && extensions.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function unreadable(path: string, thrown: unknown): Problem {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
  const message = code === 'ENOENT' ? 'there is no such file or folder' : `it cannot be read (${code})`;
  return { document: path, path: '', found: 'nothing', allowed: 'a file or folder', message };
}

async function readPath(path: string): Promise<ReadDocuments> {
  try {
    const files = await filesOf(path);
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    const read = files.map((file, index) => readText(texts[index] ?? '', file));
    return {
      documents: read.flatMap(({ documents }) => documents),
      problems: read.flatMap(({ problems }) => problems),
    };
  } catch (thrown) {
    return { documents: [], problems: [unreadable(path, thrown)] };
  }
}

/** Reads files and folders, in the order given. */
export async function readDocuments(paths: readonly string[]): Promise<ReadDocuments> {
  const read = await Promise.all(paths.map(readPath));
  const documents = read.flatMap(({ documents: own }) => own);
  const problems = read.flatMap(({ problems: own }) => own);
  const empty: Problem = {
    document: paths.join(', '),
    path: '',
    found: 'nothing',
    allowed: 'at least one document',
    message: 'there is no document to read',
  };
  return { documents, problems: documents.length + problems.length === 0 ? [empty] : problems };
}
