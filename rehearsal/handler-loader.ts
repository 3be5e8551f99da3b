import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Handler, HandlerLoader } from '../simulator/lambda/function.ts';

/**
 * Loads handlers by the template's Handler path under `root`: from source, which ends in `.ts`, or from the bundles
 * that a deployment would upload, which end in `.mjs`.
 */
export function handlerLoader(root: string): HandlerLoader {
  return async (handlerPath) => {
    const dot = handlerPath.lastIndexOf('.');
    const path = join(root, handlerPath.slice(0, dot));
    const file = existsSync(`${path}.ts`) ? `${path}.ts` : `${path}.mjs`;
    const loaded = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
    const handler = loaded[handlerPath.slice(dot + 1)];
    if (typeof handler !== 'function')
      throw new TypeError(`${handlerPath} is not a function that the module exports`);
    return handler as Handler;
  };
}
