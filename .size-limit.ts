import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { runPackager } from './aws/deployment/run-packager.ts';

/**
 * Every Lambda bundle, gzipped, under 200 KB, so that a cold start stays short; 300 KB where the EC2 client is in it: the
 * task that asks every service before a cluster is made has it. The packager's zip is not measured itself: it compresses in haste.
 */
const root = import.meta.dirname;
const extracted = join(root, '.cache', 'bundles');
await rm(extracted, { recursive: true, force: true });
await mkdir(extracted, { recursive: true });

export default await runPackager({ root, config: 'serverless.yml', stage: 'prod' }, async (written) => {
  const archives = (await readdir(written)).filter((file) => file.endsWith('.zip'));
  return Promise.all(
    archives.map(async (archive) => {
      const name = archive.replace('.zip', '');
      const contents = Object.values(unzipSync(await readFile(join(written, archive))));
      const path = join(extracted, `${name}.mjs`);
      await writeFile(path, Buffer.concat(contents));
      return { name, path, gzip: true, limit: contents.some(holdsEc2Client) ? '300 kB' : '200 kB' };
    }),
  );
});

/** The client's schema namespace is a string that no minifier changes. */
function holdsEc2Client(content: Uint8Array): boolean {
  return strFromU8(content).includes('com.amazonaws.ec2');
}
