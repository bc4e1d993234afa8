import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { render } from '../../../../tests/support/render.tsx'
import { checkValues, many, textsOf, written } from '../../forms.ts'
import { Choices } from './choices.tsx'
import { Field, Select, Textarea } from './fields.tsx'
import { ErrorSummary, emptyForm, Form } from './form.tsx'
import { GroundPicker } from './ground-picker.tsx'

const faulty = {
  values: { till: '<16>', skal: ['a', 'c'], ort: 'fa' },
  errors: { till: 'Skriv när bevakningen slutar, till exempel 16.30', '': 'Någon annan ändrade nyss' },
}

test('the summary counts the faults and leads to each field with the same words', () => {
  const html = render(
    <>
      <ErrorSummary state={faulty} />
      <Field name="till" label="Bevakas till" state={faulty} hint="Klockslag" />
    </>,
  )
  expect(html).toContain('2 saker behöver rättas')
  expect(html).toContain('<a href="#f-till">Skriv när bevakningen slutar, till exempel 16.30.</a>')
  expect(html).toMatch(
    /id="f-till" name="till" aria-invalid="true" aria-describedby="f-till-hint f-till--fel"/u,
  )
  expect(html).toContain('value="&lt;16&gt;"')
  expect(render(<ErrorSummary state={emptyForm()} />)).toBe('')
})

test('whatever a choice is called, nothing else has its id, so that its words can be pressed', () => {
  const state = { values: {}, errors: { svar: 'Välj ett svar' } }
  const choices = ['fel', 'hint', 'ja'].map((value) => ({ value, text: value }))
  const html = render(
    <Choices kind="radio" name="svar" legend="Svar" hint="Ett" choices={choices} state={state} />,
  )
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  expect(ids).toEqual([...new Set(ids)])
})

test('that somebody else was first is told as what happened, never as something to mend', () => {
  const told = (text: string) => render(<ErrorSummary state={{ values: {}, errors: { '': text } }} />)
  const first = told(
    'Maja Lindqvist beslutade att dölja det i dag kl. 09.14, efter att du öppnade sidan. Läs hur det är nu.',
  )
  expect(first).toContain('beslutade att dölja det i dag kl. 09.14, efter att du öppnade sidan</h2>')
  expect(first).toContain('<p>Läs hur det är nu.</p>')
  expect(first).not.toContain('rättas')
  expect(told('Innehållet är spärrat.')).toContain('Innehållet är spärrat</h2></section>')
})

test('what was typed and chosen stays, and nothing is chosen beforehand', () => {
  const options = [
    { value: 'a', text: 'A' },
    { value: 'b', text: 'B' },
    { value: 'c', text: 'C' },
  ]
  const chosen = (state: Parameters<typeof Choices>[0]['state']) =>
    render(<Choices kind="checkbox" name="skal" legend="Skäl" choices={options} state={state} />).match(
      /checked/gu,
    )
  expect(chosen(faulty)).toHaveLength(2)
  expect(chosen(emptyForm())).toBeNull()
  const select = [...options, { value: 'fa', text: 'Falun' }]
  expect(render(<Select name="ort" label="Ort" options={select} state={faulty} />)).toMatch(
    /value="fa" selected/u,
  )
  // A browser drops the first line break of a textarea; ours is that one.
  expect(render(<Textarea name="t" label="T" state={emptyForm({ t: '\nrad' })} />)).toContain(
    '>\n\nrad</textarea>',
  )
})

test('a password is never sent back', () => {
  const state = emptyForm({ losen: 'hemligt' })
  expect(render(<Field name="losen" type="password" label="Lösenord" state={state} />)).not.toContain(
    'hemligt',
  )
})

test('every form carries its token', () => {
  expect(render(<Form action="/x">a</Form>)).toContain('<input type="hidden" name="_csrf" value="token"/>')
})

test('the group of the chosen ground stands open, and no ground is chosen beforehand', () => {
  const groups = (['must', 'house'] as const).map((group) => ({
    group,
    note: '',
    grounds: [{ id: group, text: group }],
  }))
  const picker = (grund?: string) =>
    render(
      <GroundPicker name="grund" legend="Grund" groups={groups} state={emptyForm(grund ? { grund } : {})} />,
    )
  expect(picker()).not.toContain('checked')
  expect(picker('house')).toMatch(/class="ground house"[^>]* open/u)
  expect(picker('house')).not.toMatch(/class="ground must"[^>]* open/u)
})

describe('reading a form', () => {
  const form = new FormData()
  form.append('text', ' en\r\nrad\0 ')
  form.append('skal', 'a')
  form.append('skal', 'b')
  form.append('_csrf', 'token')
  form.append('__proto__', 'x')
  form.append('fil', new File(['x'], 'x.txt'))

  test('line breaks are one kind, NUL is gone, files and the token are left out', () => {
    const values = textsOf(form)
    expect(Object.keys(values).sort()).toEqual(['__proto__', 'skal', 'text'])
    expect(values['text']).toBe(' en\nrad ')
    expect(values['skal']).toEqual(['a', 'b'])
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype)
  })

  test('a fault is an instruction in Swedish, the first for each field, beside what was typed', () => {
    const schema = z.object({
      text: written('Skriv en text', 3),
      epost: z.email(),
      antal: z.coerce.number().max(5),
      val: z.enum(['a']),
    })
    const checked = checkValues(schema, { text: 'fyra', epost: 'x', antal: '9' })
    expect(checked).toEqual({
      ok: false,
      error: {
        values: { text: 'fyra', epost: 'x', antal: '9' },
        errors: {
          text: 'Skriv högst 3 tecken. Korta texten.',
          epost: 'Skriv en e-postadress, till exempel namn@kommun.se.',
          antal: 'Skriv ett tal som är högst 5.',
          val: 'Fyll i eller välj något här.',
        },
      },
    })
    const blank = checkValues(z.object({ text: written('Skriv en text') }), { text: '  ' })
    expect(blank).toMatchObject({ error: { errors: { text: 'Skriv en text' } } })
  })

  test('boxes may be ticked never, once or many times', () => {
    const schema = z.object({ skal: many(z.string()) })
    const read = (values: Record<string, string | string[]>) => checkValues(schema, values)
    expect([read({}), read({ skal: 'a' }), read({ skal: ['a', 'b'] })]).toMatchObject([
      { value: { skal: [] } },
      { value: { skal: ['a'] } },
      { value: { skal: ['a', 'b'] } },
    ])
  })
})
