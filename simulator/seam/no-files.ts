import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** The path that environments name instead of a person's own AWS configuration. */
export const NO_FILE = '/nonexistent';

/**
 * The SDK reads its shared configuration files on first use. Reading is real I/O that virtual time would have
 * to wait for, so files that are known not to exist answer at once. Returns the function that undoes it.
 */
export function installMissingFiles(): () => void {
  const original = fs.readFile;
  const guarded = (path: unknown, ...rest: unknown[]): unknown => {
    if (path !== NO_FILE) return (original as (...args: unknown[]) => unknown)(path, ...rest);
    return Promise.reject(
      Object.assign(new Error(`ENOENT: no such file or directory, open '${NO_FILE}'`), { code: 'ENOENT' }),
    );
  };
  fs.readFile = guarded as typeof fs.readFile;
  syncBuiltinESMExports();
  return () => {
    fs.readFile = original;
    syncBuiltinESMExports();
  };
}
