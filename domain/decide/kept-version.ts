import { minorOf } from '../kubernetes-versions.ts';

/**
 * A difference between the version that a document says and its cluster's. Applying changes neither: a version has one
 * owner, the upgrade. `DocumentBehind`: the cluster was upgraded, and the document is to follow. `DocumentAhead`: the
 * document asks for an upgrade, which has to be asked for by itself.
 */
export interface KeptVersion {
  readonly means: 'DocumentBehind' | 'DocumentAhead';
  readonly wanted: string;
  readonly found: string;
  /** The difference, and what applying does about it, in words. */
  readonly text: string;
  /** The way to end it, for a person. */
  readonly todo: string;
}

interface Documented {
  readonly metadata: {
    readonly name: string;
    readonly region: string;
    readonly version?: string | undefined;
  };
}

/** The difference in versions between a document and a cluster that is there, or undefined. */
export function keptVersion(
  { metadata: { name, region, version: wanted } }: Documented,
  found: string | undefined,
): KeptVersion | undefined {
  if (wanted === undefined || found === undefined || wanted === found) return undefined;
  const text = `is at ${found}, and the document says ${wanted}`;
  return minorOf(wanted) < minorOf(found)
    ? {
        means: 'DocumentBehind',
        wanted,
        found,
        text: `${text}; a version is never lowered`,
        todo: `set it to ${found} in the document: eks-fleet diff -f FILE --patch`,
      }
    : {
        means: 'DocumentAhead',
        wanted,
        found,
        text: `${text}; applying does not upgrade`,
        todo: `eks-fleet upgrade ${name} --region ${region} --to ${wanted}`,
      };
}
