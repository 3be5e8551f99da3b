import { spawnSync } from 'node:child_process';

/** Runs every check of `npm run check`, also after one has failed, and tells the seconds of each. */
const checks = [
  ['lock', '--check'],
  ['types'],
  ['lint'],
  ['architecture'],
  ['dead-code'],
  ['infrastructure'],
  ['rules'],
  ['sizes'],
] as const;

const failed = checks.filter(([name, ...options]) => {
  console.log(`\n--- ${name}`);
  const started = performance.now();
  const { status } = spawnSync('npm', ['run', '--silent', name, '--', ...options], { stdio: 'inherit' });
  console.log(
    `--- ${name}: ${status === 0 ? 'passed' : 'FAILED'}, ${seconds(performance.now() - started)} s`,
  );
  return status !== 0;
});

if (failed.length > 0) {
  console.log(`\nfailed: ${failed.map(([name]) => `npm run ${name}`).join(', ')}`);
  process.exitCode = 1;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
