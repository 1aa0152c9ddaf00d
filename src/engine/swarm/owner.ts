import type { Transaction } from '../../host/transaction.ts'

const owners = new WeakMap<Transaction, string>()

/** Names this run to the cluster's lock; empty before it has taken it. */
export function ownerOf(transaction: Transaction): string {
  return owners.get(transaction) ?? ''
}

/** Notes the name of this run, once it has asked for the lock. */
export function noteOwner(transaction: Transaction, owner: string): void {
  owners.set(transaction, owner)
}
