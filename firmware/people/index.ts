// People: contacts, search and the person's own presence.

export { mayChoose, ownPresence } from './own-presence.ts';
export { People } from './people.ts';
export { readPeople } from './read-people.ts';
