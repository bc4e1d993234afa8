import { countText } from '../../kernel/index.ts'
import type { ImportProgress } from '../../modules/collection/index.ts'

const width = 24
const step = 10

/**
 * Shows how far an import has come: one line that is written over where there is a terminal, otherwise a line for each
 * tenth of the file and each time the items have grown to the double.
 */
export function progressOn(stream: { readonly isTTY?: boolean; write(text: string): unknown }): {
  show(at: ImportProgress): void
  end(): void
} {
  let [shown, tenth, doubled] = ['', 0, 1_000]
  return {
    show({ bytes, of, items }) {
      const percent = of === 0 ? 100 : Math.floor((100 * bytes) / of)
      const said = `${percent}\u00a0% läst, ${countText(items, 'post', 'poster')}`
      if (stream.isTTY) {
        const full = Math.round((width * percent) / 100)
        const line = `${'█'.repeat(full)}${'░'.repeat(width - full)} ${said}`
        // Each item would flood a slow terminal: only what can be seen to change is written.
        if (line === shown || (items % 100 !== 0 && line.slice(0, width + 5) === shown.slice(0, width + 5)))
          return
        stream.write(`\r${line}\x1b[K`)
        shown = line
        return
      }
      const now = Math.floor(percent / step)
      if (now <= tenth && items < doubled) return
      tenth = Math.max(tenth, now)
      while (doubled <= items) doubled *= 2
      stream.write(`${said}\n`)
    },
    end() {
      if (shown !== '') stream.write('\n')
    },
  }
}
