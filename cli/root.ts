import { fileURLToPath } from 'node:url';

/** The repository's root, which templates are compiled in and handlers are loaded from. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
