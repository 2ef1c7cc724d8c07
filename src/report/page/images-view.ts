import type { ImageSet } from '../../publish/receipt.ts'
import { plural, short, size } from '../format.ts'
import { markup, type Markup } from '../xml-text.ts'
import { section } from './pieces.ts'

/** Every published image with its digest, and what each platform weighs. */
export function imagesSection(receipt: ImageSet | undefined): Markup | '' {
  if (!receipt || receipt.images.length === 0) return ''
  const cards = receipt.images.map(
    ({ component, reference, digest, tags, platforms }) => markup`<div class="card"><h3><span>${component}</span> <code class="quiet">${short(digest)}</code></h3>
${tags.length > 0 ? markup`<p class="small quiet">${tags.join(', ')}</p>` : ''}
<ul class="platforms">${platforms.map((one) => markup`<li><span>${one.platform}</span><span class="quiet">${size(one.sizeBytes)} · ${plural(one.layers, 'layer')}</span></li>\n`)}</ul>
<details class="small"><summary>Reference</summary><code>${reference}</code></details></div>\n`,
  )
  return section({ id: 'images', title: 'Images', body: markup`<div class="grid">${cards}</div>` })
}
