import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { packageBundles } from './scripts/package-bundles.ts';

/**
 * Every Lambda bundle, as the packager zips it (the zip's deflate is gzip's): under 200 KB, so that a cold start
 * stays short; 350 KB where the EC2 client is in it, which alone takes 228 KB.
 */
const folder = packageBundles();

export default readdirSync(folder)
  .filter((file) => file.endsWith('.zip'))
  .map((file) => ({
    name: file.replace('.zip', ''),
    path: join(folder, file),
    limit: holdsEc2Client(join(folder, file)) ? '350 kB' : '200 kB',
    gzip: false,
    brotli: false,
  }));

/** The client's schema namespace is a string that no minifier changes. */
function holdsEc2Client(path: string): boolean {
  const files = Object.values(unzipSync(readFileSync(path)));
  return files.some((content) => strFromU8(content).includes('com.amazonaws.ec2'));
}
