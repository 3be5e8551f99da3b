import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Every client of the SDK takes its version out of its package.json: the rest of that file stays out of bundles. */
const versionsOnly: Plugin = {
  name: 'versions-only',
  setup(build) {
    build.onLoad({ filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { readonly version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

export default [versionsOnly];
