import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Problem } from '../../domain/cluster-config/problem.ts';

/** A document as it stands in a file; `source` names the file and, where it holds several, the place in it. */
export interface SourceDocument {
  readonly source: string;
  readonly value: unknown;
}

export interface ReadDocuments {
  readonly documents: readonly SourceDocument[];
  readonly problems: readonly Problem[];
}

const IS_YAML = /\.(ya?ml|json)$/;

/** The YAML files that a path stands for: itself, or those directly in a folder, by name. */
async function filesOf(path: string): Promise<readonly string[] | Problem> {
  const found = await stat(path).catch(() => undefined);
  if (!found)
    return problem(path, 'nothing', 'a file or folder that exists', 'there is no such file or folder');
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => IS_YAML.test(name)).sort();
  if (names.length > 0) return names.map((name) => join(path, name));
  return problem(path, 'no .yaml file', 'a folder with ClusterConfig files', 'the folder holds no document');
}

/** Reads the YAML documents of a text; empty documents are passed over, as kubectl does. */
export function readText(text: string, file: string): ReadDocuments {
  const documents: SourceDocument[] = [];
  const problems: Problem[] = [];
  const parsed = parseAllDocuments(text);
  const all = Array.isArray(parsed) ? parsed : [];
  for (const [index, document] of all.entries()) {
    const source = all.length > 1 ? `${file}#${index + 1}` : file;
    for (const { message } of document.errors)
      problems.push(problem(source, 'text that is not YAML', 'YAML', message.split('\n')[0] as string));
    if (document.errors.length > 0) continue;
    const value: unknown = document.toJS();
    if (value !== null && value !== undefined) documents.push({ source, value });
  }
  if (documents.length === 0 && problems.length === 0)
    problems.push(problem(file, 'no document', 'a ClusterConfig', 'the file is empty'));
  return { documents, problems };
}

/** Reads every document of the files and folders given, and every reason why one cannot be read. */
export async function readDocuments(paths: readonly string[]): Promise<ReadDocuments> {
  const documents: SourceDocument[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    const files = await filesOf(path);
    if ('message' in files) {
      problems.push(files);
      continue;
    }
    for (const file of files) {
      const read = readText(await readFile(file, 'utf8'), relative(process.cwd(), file) || file);
      documents.push(...read.documents);
      problems.push(...read.problems);
    }
  }
  return { documents, problems };
}

const problem = (document: string, found: string, allowed: string, message: string): Problem => ({
  document,
  path: '',
  found,
  allowed,
  message,
});
