// Automatic Image Update, as the composition root joins it to the phone.

export { ImageUpdate, type ImageUpdatePorts } from './image-update.ts';
export { openImageUpdate, type UpdateParts } from './open-update.ts';
export { HawkbitServer } from './server/hawkbit-server.ts';
export { StaticServer } from './server/static-server.ts';
export type { DeviceReport, Offer, Outcome, UpdateServer } from './server/update-server.ts';
