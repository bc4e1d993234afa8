import { createHmac } from 'node:crypto'

/** A delivery as Meta makes it: what is not ASCII is escaped, and the signature is over those very bytes. */
export function signedDelivery(
  payload: object,
  appSecret: string,
): { readonly bytes: Buffer; readonly headers: Readonly<Record<string, string>> } {
  const text = JSON.stringify(payload).replace(
    /[\u0080-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const bytes = Buffer.from(text)
  const signature = createHmac('sha256', appSecret).update(bytes).digest('hex')
  return {
    bytes,
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
  }
}

/** Sends it to the subscribed address. @returns the status that was answered. */
export async function deliver(callback: string, payload: object, appSecret: string): Promise<number> {
  const { bytes, headers } = signedDelivery(payload, appSecret)
  const answer = await fetch(callback, { method: 'POST', headers, body: new Uint8Array(bytes) })
  await answer.arrayBuffer()
  return answer.status
}
