import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type ReadDocuments, readText } from './read-text.ts';

const extensions = /\.(ya?ml|json)$/;

/** The files that a path stands for: itself, or the YAML and JSON files directly in it, in order of their names. */
async function filesOf(path: string): Promise<string[]> {
  const found = await stat(path);
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && extensions.test(entry.name))
    .map((entry) => join(path, entry.name))
    .sort();
}

const nothing = (document: string, message: string, allowed: string): ReadDocuments => ({
  documents: [],
  problems: [{ document, path: '', found: 'nothing', allowed, message }],
});

function unreadable(path: string, thrown: unknown): ReadDocuments {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
  const message = code === 'ENOENT' ? 'there is no such file or folder' : `it cannot be read (${code})`;
  return nothing(path, message, 'a file or folder that exists');
}

async function readOne(file: string): Promise<ReadDocuments> {
  const name = relative(process.cwd(), file) || file;
  const read = readText(await readFile(file, 'utf8'), name);
  const isEmpty = read.documents.length + read.problems.length === 0;
  return isEmpty ? nothing(name, 'there is no document in it', 'at least one document') : read;
}

async function readPath(path: string): Promise<ReadDocuments> {
  try {
    const files = await filesOf(path);
    if (files.length === 0)
      return nothing(path, 'there is no document in the folder', 'a folder with .yaml, .yml or .json files');
    const read = await Promise.all(files.map(readOne));
    return {
      documents: read.flatMap(({ documents }) => documents),
      problems: read.flatMap(({ problems }) => problems),
    };
  } catch (thrown) {
    return unreadable(path, thrown);
  }
}

/** Reads every document of the files and folders given, in their order, and every reason why one cannot be read. */
export async function readDocuments(paths: readonly string[]): Promise<ReadDocuments> {
  const read = await Promise.all(paths.map(readPath));
  return {
    documents: read.flatMap(({ documents }) => documents),
    problems: read.flatMap(({ problems }) => problems),
  };
}
