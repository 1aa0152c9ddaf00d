/** Labels that identify containers: their release, and their role in it. */
export const releaseLabel = 'saleor-deploy.release'
export const roleLabel = 'saleor-deploy.role'

/** An accessory's definition when its container was created: a hash of the whole, and its parts, to tell what differs. */
export const definitionLabel = 'saleor-deploy.definition'
export const partsLabel = 'saleor-deploy.parts'
