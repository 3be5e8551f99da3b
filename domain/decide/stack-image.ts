import { hasOwnImage } from '../cluster-config/config.ts';
import type { DesiredStack, Resources, StackImage, Template, Value } from '../desired/template.ts';

/** The outputs by which a stack says which image its document names, and which one an update has kept in its place. */
const namedOutput = 'NamedImage';
const keptOutput = 'KeptImage';

/** The resource of a stack that starts nodes, and so has their image. */
const LAUNCH_TEMPLATE = 'LaunchTemplate';
type TemplateData = Readonly<Record<string, Value>> | undefined;

const imageIn = (resources: Resources): string =>
  String((resources[LAUNCH_TEMPLATE]?.Properties?.LaunchTemplateData as TemplateData)?.ImageId ?? '');

/** The same template with another image; as it is where it starts no nodes. */
export function withImage(template: Template, ImageId: string | undefined): Template {
  const launchTemplate = template.Resources[LAUNCH_TEMPLATE];
  if (!launchTemplate || ImageId === undefined) return template;
  const { LaunchTemplateData, ...others } = launchTemplate.Properties ?? {};
  const Properties = { ...others, LaunchTemplateData: { ...(LaunchTemplateData as TemplateData), ImageId } };
  const Resources = { ...template.Resources, [LAUNCH_TEMPLATE]: { ...launchTemplate, Properties } };
  return { ...template, Resources };
}

/** The outputs by which a stack tells its image, and the one that was kept. */
export const imageOutputs = (
  image: StackImage | undefined,
  kept: string | undefined,
): Template['Outputs'] => ({
  ...(image ? { [namedOutput]: { Value: image.named } } : {}),
  ...(kept === undefined ? {} : { [keptOutput]: { Value: kept } }),
});

/** The image as a template names it that was deployed before stacks said so: a family's parameter is for any minor. */
const namedBy = (imageId: string): string =>
  imageId.replace(/^\{\{resolve:ssm:(.+)\}\}$/, '$1').replace(/(?<=[/-])1\.\d+(?=[/-])/, '*');

type Outputs = Readonly<Record<string, string>>;

/**
 * The image that a stack was given in place of its document's, by its outputs; undefined where that is the document's, or
 * the document has named another since.
 */
export const keptBefore = (named: string, outputs: Outputs): string | undefined =>
  outputs[namedOutput] === named ? outputs[keptOutput] : undefined;

/**
 * The image that nodes keep whatever else of their stack changes: the one that they have, as long as the document names the
 * same as when it was last applied. `deployed` are the resources of a stack that does not say yet which one that was.
 */
export function keptImage(
  { image }: Pick<DesiredStack, 'image'>,
  outputs: Outputs,
  deployed: Resources = {},
): string | undefined {
  const before = outputs[namedOutput] ?? namedBy(imageIn(deployed));
  return image?.present !== undefined && before === image.named ? image.present : undefined;
}

/** The document's own image and the one that nodes have in its place, where the document is behind. */
export function behindImage(
  image: StackImage | undefined,
  outputs: Outputs,
): { readonly wanted: string; readonly found: string } | undefined {
  if (!image || !hasOwnImage({ ami: image.named })) return undefined;
  const { [namedOutput]: before = image.named } = outputs;
  const found = keptImage({ image }, { ...outputs, [namedOutput]: before });
  return found === undefined || found === image.named ? undefined : { wanted: image.named, found };
}
