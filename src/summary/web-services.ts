import type { DesiredState } from '../model/desired.ts'
import { webServices } from '../model/edge/web.ts'
import { replicasOf } from '../model/project/project.ts'
import { shortImages } from '../report/image-names.ts'
import { inlineCode, table } from '../report/markdown.ts'

/** The services that people reach, where there are several: each with its port, image and replicas. Empty for web alone. Pure. */
export function webServicesTable(desired: DesiredState): string {
  const all = webServices(desired)
  if (all.length === 1) return ''
  const { image, images } = desired.release
  return table(
    ['Web service', 'Port', 'Image', 'Replicas'],
    all.map(({ name, service, publicPort }) => [
      inlineCode(name),
      String(publicPort),
      inlineCode(shortImages(service === undefined ? image : (images?.[service] ?? ''))),
      String(replicasOf(desired.model.services[name] ?? {})),
    ]),
  )
}
