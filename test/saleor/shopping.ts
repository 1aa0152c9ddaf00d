import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Server } from '../sandbox/sandbox.ts'

/** Sends GraphQL through the edge. @throws Error with the answer if it has errors */
export async function ask<T>(
  server: Server,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<T> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ query, variables })
  return dataOf<T>(await fetch(server.url(8000) + '/graphql/', { method: 'POST', headers, body }))
}

async function dataOf<T>(answer: Response): Promise<T> {
  const text = await answer.text()
  const { data, errors } = JSON.parse(text) as { data?: T; errors?: unknown }
  if (errors !== undefined || data === undefined) throw new Error(`GraphQL answered ${text.slice(0, 2000)}`)
  return data
}

/** What `populatedb` names its channel. */
const channel = 'default-channel'

/** Products that a customer sees, and a variant of each that is in stock. */
export async function products(server: Server): Promise<{ id: string; name: string; variant: string }[]> {
  const { products: found } = await ask<{
    products: {
      edges: { node: { id: string; name: string; variants: { id: string; quantityAvailable: number }[] } }[]
    }
  }>(
    server,
    `query ($channel: String!) { products(first: 50, channel: $channel) { edges { node {
      id name variants { id quantityAvailable } } } } }`,
    { channel },
  )
  return found.edges.flatMap(({ node: { id, name, variants } }) => {
    const inStock = variants?.find(({ quantityAvailable }) => quantityAvailable > 0)
    return inStock === undefined ? [] : [{ id, name, variant: inStock.id }]
  })
}

/** A checkout as its customer sees it. */
export interface Checkout {
  id: string
  lines: { quantity: number; variant: { id: string } }[]
  totalPrice: { gross: { amount: number; currency: string } }
}

const checkoutFields = '{ id lines { quantity variant { id } } totalPrice { gross { amount currency } } }'

/** Puts a variant into a new checkout. @throws Error if Saleor refuses it */
export async function createCheckout(server: Server, variant: string): Promise<Checkout> {
  const { checkoutCreate } = await ask<{
    checkoutCreate: { checkout: Checkout | null; errors: unknown[] }
  }>(
    server,
    `mutation ($input: CheckoutCreateInput!) { checkoutCreate(input: $input) {
      checkout ${checkoutFields} errors { field code message } } }`,
    { input: { channel, email: 'ada@example.com', lines: [{ quantity: 1, variantId: variant }] } },
  )
  if (checkoutCreate.checkout === null) throw new Error(JSON.stringify(checkoutCreate.errors))
  return checkoutCreate.checkout
}

/** The checkout with this id, as the shop has it now. */
export async function checkoutOf(server: Server, id: string): Promise<Checkout | null> {
  const query = `query ($id: ID!) { checkout(id: $id) ${checkoutFields} }`
  return (await ask<{ checkout: Checkout | null }>(server, query, { id })).checkout
}

/** Logs the administrator of `populatedb` in. @returns a token for five minutes */
export async function logIn(server: Server): Promise<string> {
  const { tokenCreate } = await ask<{ tokenCreate: { token: string | null; errors: unknown[] } }>(
    server,
    'mutation { tokenCreate(email: "admin@example.com", password: "admin") { token errors { field code message } } }',
  )
  if (tokenCreate.token === null) throw new Error(JSON.stringify(tokenCreate.errors))
  return tokenCreate.token
}

/** Uploads a picture of a product, as the dashboard does. @returns the path of its thumbnail */
export async function uploadPicture(
  server: Server,
  token: string,
  product: string,
  file: string,
): Promise<string> {
  const query = `mutation ($product: ID!, $image: Upload) { productMediaCreate(input: {product: $product, image: $image}) {
    media { url(size: 256) } errors { field code message } } }`
  const body = new FormData()
  body.set('operations', JSON.stringify({ query, variables: { product, image: null } }))
  body.set('map', JSON.stringify({ image: ['variables.image'] }))
  body.set('image', new Blob([await readFile(file)], { type: 'image/png' }), basename(file))
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(server.url(8000) + '/graphql/', { method: 'POST', headers, body })
  const { productMediaCreate } = await dataOf<{
    productMediaCreate: { media: { url: string } | null; errors: unknown[] }
  }>(answer)
  if (productMediaCreate.media === null) throw new Error(JSON.stringify(productMediaCreate.errors))
  return new URL(productMediaCreate.media.url).pathname
}

/** Follows the shop's redirects, which name its public host, through the edge. */
export async function get(server: Server, path: string): Promise<Response> {
  for (let at = path, hops = 0; hops < 5; hops++) {
    const answer = await fetch(server.url(8000) + at, { redirect: 'manual' })
    const location = answer.headers.get('location')
    if (location === null) return answer
    at = new URL(location, server.url(8000)).pathname
  }
  throw new Error(`${path} redirects without end`)
}
