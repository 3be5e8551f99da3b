import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The project's folder. */
export const root = join(import.meta.dirname, '../..');

/** Files that npm, the packager and test runs write; all of them are in .gitignore too. */
const generated = new Set([
  'node_modules',
  '.git',
  '.serverless',
  '.esbuild',
  '.cache',
  'coverage',
  'reports',
]);

/** Every file of the project by its path from the root, as git would track it. */
export function projectFiles(folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return generated.has(entry.name) ? [] : projectFiles(path);
    return entry.name.endsWith('.log') ? [] : [relative(root, path)];
  });
}

/** Every TypeScript file, or those of the folders given. */
export function sources(...folders: readonly string[]): string[] {
  return projectFiles().filter(
    (path) =>
      path.endsWith('.ts') && (folders.length === 0 || folders.some((name) => path.startsWith(`${name}/`))),
  );
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** A source without its comments. */
export function codeOf(path: string): string {
  return read(path)
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
    .replace(/(^|[\s;,{}()])\/\/.*$/gm, '$1');
}

/** `path:line: text` of each line of `text` that `pattern` matches. */
export function matches(path: string, text: string, pattern: RegExp): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [],
    );
}
