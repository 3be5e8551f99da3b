import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Handler, HandlerLoader } from '../simulator/lambda/function.ts';

/** Loads handlers from source: the template's Handler path, with `.ts` behind it, is the file. */
export function sourceLoader(root: string): HandlerLoader {
  return async (handlerPath) => {
    const dot = handlerPath.lastIndexOf('.');
    const file = pathToFileURL(join(root, `${handlerPath.slice(0, dot)}.ts`)).href;
    const loaded = (await import(file)) as Readonly<Record<string, unknown>>;
    const handler = loaded[handlerPath.slice(dot + 1)];
    if (typeof handler !== 'function')
      throw new TypeError(`${handlerPath} is not a function that the module exports`);
    return handler as Handler;
  };
}
