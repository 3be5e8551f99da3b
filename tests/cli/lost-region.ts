import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The way from a laptop to a simulated AWS, on which one region takes requests and says nothing. */
export interface LossyWay {
  readonly url: string;
  close(): Promise<void>;
}

/** The region of a request, by the scope that its signature names. */
const regionOf = (authorization = ''): string | undefined =>
  /Credential=[^/]+\/\d{8}\/([^/]+)\//.exec(authorization)?.[1];

/** Answers for an AWS at `to` but where a request is signed for the region that is lost. */
export async function loseRegion(region: string, to: string): Promise<LossyWay> {
  const { hostname, port } = new URL(to);
  const server = createServer((asked, answer) => {
    if (regionOf(asked.headers.authorization) === region) return;
    const { method, url: path, headers } = asked;
    const forwarded = request({ hostname, port, method, path, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 500, answered.headers);
      answered.pipe(answer);
    });
    asked.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${own}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
