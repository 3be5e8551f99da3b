import {
  CreateLaunchTemplateVersionCommand,
  type EC2Client,
  type LaunchTemplateVersion,
  paginateDescribeLaunchTemplateVersions,
  type ResponseLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import { TaskError } from '../../domain/errors.ts';
import type { LaunchTemplatesPort, TemplateVersion } from '../../domain/ports/launch-templates.ts';
import { named } from '../errors.ts';

/** All that a version says but for its image, in an order that does not depend on how it was written. */
const withoutImage = ({ ImageId: _image, ...others }: ResponseLaunchTemplateData = {}): string =>
  JSON.stringify(Object.entries(others).sort(([one], [other]) => (one < other ? -1 : 1)));

/** `LaunchTemplatesPort` over EC2. */
export class Ec2LaunchTemplates implements LaunchTemplatesPort {
  readonly #client: () => EC2Client;

  constructor(client: () => EC2Client) {
    this.#client = client;
  }

  async versionWith(image: string, { id, version }: TemplateVersion, from = 0): Promise<string | undefined> {
    const versions = await named(this.#versions(id));
    const like = versions.find(({ VersionNumber }) => String(VersionNumber) === version);
    if (!like) throw new TaskError('NotFound', `launch template ${id} has no version ${version}`);
    const found = versions
      .filter(
        ({ VersionNumber = 0, LaunchTemplateData }) =>
          VersionNumber >= from && LaunchTemplateData?.ImageId === image,
      )
      .filter(
        ({ LaunchTemplateData }) =>
          withoutImage(LaunchTemplateData) === withoutImage(like.LaunchTemplateData),
      )
      .map(({ VersionNumber = 0 }) => VersionNumber);
    return found.length === 0 ? undefined : String(Math.max(...found));
  }

  async addVersion(image: string, { id, version }: TemplateVersion, token: string): Promise<string> {
    const answer = await named(
      this.#client().send(
        new CreateLaunchTemplateVersionCommand({
          LaunchTemplateId: id,
          SourceVersion: version,
          VersionDescription: `version ${version} with the image ${image}, made by eks-fleet`,
          LaunchTemplateData: { ImageId: image },
          ClientToken: token,
        }),
      ),
    );
    return String(answer.LaunchTemplateVersion?.VersionNumber);
  }

  async #versions(id: string): Promise<readonly LaunchTemplateVersion[]> {
    const found: LaunchTemplateVersion[] = [];
    const pages = paginateDescribeLaunchTemplateVersions(
      { client: this.#client() },
      { LaunchTemplateId: id },
    );
    for await (const { LaunchTemplateVersions = [] } of pages) found.push(...LaunchTemplateVersions);
    return found;
  }
}
