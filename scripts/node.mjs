#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The Node of .nvmrc with the arguments given, whatever Node started this: `node scripts/node.mjs FILE ARGUMENT...`
 *
 * npm brings that Node as a package, one for each processor. npm 11 links it as `node`; npm 10 takes the link away
 * again with the package that is for the other processor, and no script of ours may mend that: none is run at an
 * install. So it is found here by its place. Plain JavaScript that Node 20 runs.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const wanted = readFileSync(join(root, '.nvmrc'), 'utf8').trim();
const major = (version) => Number(version.split('.')[0]);

/** The package's Node; elsewhere than on Linux the one that runs this, which must be new enough. */
function nodePath() {
  const brought = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(brought)) return brought;
  if (major(process.versions.node) >= major(wanted)) return process.execPath;
  console.error(
    `Node ${process.versions.node} is too old: on ${process.platform} ${process.arch} no package brings Node ${wanted}. ` +
      'Install the Node of .nvmrc, or run npm ci if you have not.',
  );
  process.exit(1);
}

export function runNode(args) {
  const path = nodePath();
  const env = {
    // What is compiled is kept: it would take half of a short command's time.
    NODE_COMPILE_CACHE: join(root, '.cache', 'compiled'),
    ...process.env,
    // What it starts by name, such as npm's other scripts, runs on it too.
    PATH: `${dirname(path)}${delimiter}${process.env.PATH ?? ''}`,
  };
  const child = spawn(path, args, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends its signal to both.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal));
  }
  child.on('error', (error) => {
    console.error(`${path}: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  });
}

if (fileURLToPath(import.meta.url) === realpathSync(process.argv[1])) runNode(process.argv.slice(2));
