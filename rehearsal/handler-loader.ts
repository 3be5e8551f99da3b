import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Handler, HandlerLoader } from '../simulator/lambda/handler.ts';

/** A handler that is loaded once is loaded for the process: asking Node for it again costs a turn of the event loop. */
const loaded = new Map<string, Promise<Handler>>();

async function load(root: string, handlerPath: string): Promise<Handler> {
  const dot = handlerPath.lastIndexOf('.');
  const path = join(root, handlerPath.slice(0, dot));
  const file = existsSync(`${path}.ts`) ? `${path}.ts` : `${path}.mjs`;
  const module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  const handler = module[handlerPath.slice(dot + 1)];
  if (typeof handler !== 'function')
    throw new TypeError(`${handlerPath} is not a function that the module exports`);
  return handler as Handler;
}

/**
 * Loads handlers by the template's Handler path under `root`: from source, which ends in `.ts`, or from the bundles
 * that a deployment would upload, which end in `.mjs`.
 */
export function handlerLoader(root: string): HandlerLoader {
  return (handlerPath) => {
    const key = `${root}\0${handlerPath}`;
    let handler = loaded.get(key);
    if (!handler) {
      handler = load(root, handlerPath);
      loaded.set(key, handler);
    }
    return handler;
  };
}
