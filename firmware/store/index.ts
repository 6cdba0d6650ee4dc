// What survives a restart.

export { MemoryStore } from './memory-store.ts';
export { FileStore, type LogSink, type Store } from './store.ts';
