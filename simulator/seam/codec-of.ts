import type { ServiceEntry } from '../service-registry.ts';
import { Codec } from './codec.ts';
import { indexOperations } from './operation-index.ts';

/** Codecs hold no state of a world, and reading a client's schemas takes a while: one for the process. */
const codecs = new Map<string, Promise<Codec>>();

/** The codec that encodes and decodes as the service's clients do, by the schemas of their package. */
export function codecOf(entry: ServiceEntry): Promise<Codec> {
  let codec = codecs.get(entry.key);
  if (!codec) {
    codec = loadCodec(entry);
    codecs.set(entry.key, codec);
  }
  return codec;
}

type ClientClass = new (
  configuration: object,
) => { readonly config: { readonly protocol: ConstructorParameters<typeof Codec>[1] } };

async function loadCodec(entry: ServiceEntry): Promise<Codec> {
  const clientPackage = (await import(entry.clientPackage)) as Record<string, unknown>;
  const Client = clientPackage[entry.clientName] as ClientClass;
  const client = new Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'codec', secretAccessKey: 'codec' },
  });
  return new Codec(indexOperations(clientPackage), client.config.protocol);
}
