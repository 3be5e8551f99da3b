import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { packageBundles } from './scripts/package-bundles.ts';

/**
 * Every Lambda bundle, gzipped, under 200 KB, so that a cold start stays short; 350 KB where the EC2 client is in
 * it, which alone takes 228 KB. The packager's zip is not measured itself: it compresses in haste.
 */
const folder = packageBundles();
const extracted = join(folder, 'extracted');
mkdirSync(extracted);

export default readdirSync(folder)
  .filter((file) => file.endsWith('.zip'))
  .map((file) => {
    const name = file.replace('.zip', '');
    const contents = Object.values(unzipSync(readFileSync(join(folder, file))));
    const path = join(extracted, `${name}.mjs`);
    writeFileSync(path, Buffer.concat(contents));
    return { name, path, gzip: true, limit: contents.some(holdsEc2Client) ? '350 kB' : '200 kB' };
  });

/** The client's schema namespace is a string that no minifier changes. */
function holdsEc2Client(content: Uint8Array): boolean {
  return strFromU8(content).includes('com.amazonaws.ec2');
}
