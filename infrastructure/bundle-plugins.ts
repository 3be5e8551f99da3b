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

/**
 * A client's schemas name members by constants, as `{ [_eQN]: "x" }`. The bundler cannot tell that such a name has no side
 * effect, and keeps the schemas of all operations. With the names written out it keeps those of the operations in use.
 */
const namesWrittenOut: Plugin = {
  name: 'names-written-out',
  setup(build) {
    build.onLoad(
      { filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/][^\\/]+\.js$/ },
      async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const names = new Map(
          [...text.matchAll(/^const (_\w+) = ("[^"\n]*");$/gm)].map(([, name, value]) => [name, value]),
        );
        const contents = text.replace(/\[(_\w+)\]:/g, (key, name: string) =>
          names.has(name) ? `${names.get(name)}:` : key,
        );
        return { contents, loader: 'js' };
      },
    );
  },
};

/**
 * The sentences of a contract (`changes`, `runsTwice`) are for readers and tests: a function asks only whether there is one, and
 * each bundle has the contracts of its whole folder. 200 kB is the limit that these sentences would break.
 */
const sentencesLeftOut: Plugin = {
  name: 'sentences-left-out',
  setup(build) {
    build.onLoad(
      { filter: /functions[\\/][^\\/]+[\\/]contracts\.ts$|domain[\\/]terms\.ts$/ },
      async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const contents = text.replace(
          /\b(changes|runsTwice):\s*(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")/g,
          "$1: ''",
        );
        return { contents, loader: 'ts' };
      },
    );
  },
};

export default [versionsOnly, namesWrittenOut, sentencesLeftOut];
