// React 19's host: elements become widgets, strings become text, and each commit is told to the tree.
import { createContext, type ReactNode } from 'react';
import createReconciler from 'react-reconciler';
import { ConcurrentRoot, DiscreteEventPriority, NoEventPriority } from 'react-reconciler/constants.js';
import type { AnyProps } from './any-props.ts';
import { applyProps } from './apply-props.ts';
import type { WidgetKind } from './kinds.ts';
import type { Tree } from './tree.ts';
import { TextNode, type WidgetNode } from './widget-node.ts';

type Instance = WidgetNode;
type Child = WidgetNode | TextNode;
/** Which widget a string would be in: null would make React complain of every element. */
interface HostContext {
  readonly inside: WidgetKind | 'Screen';
}

const contexts = new Map<string, HostContext>();
function contextOf(inside: WidgetKind | 'Screen'): HostContext {
  const context = contexts.get(inside) ?? { inside };
  contexts.set(inside, context);
  return context;
}

const ignore = (): void => {};
let priority: number = NoEventPriority;

function setProps(node: WidgetNode, props: AnyProps): void {
  applyProps(node, props);
  node.tree.noteStyle(node);
}

function makeText(text: string, tree: Tree, context: HostContext): Child {
  if (context.inside === 'Text') return new TextNode(text);
  if (context.inside !== 'Button')
    throw new Error(`The text ${JSON.stringify(text)} must be inside <Text> or <Button>, not <${context.inside}>.`);
  const label = tree.make('Text');
  const node = new TextNode(text);
  setProps(label, {});
  tree.insert(label, node);
  return label;
}

function writeChild(child: Child, text: string): void {
  const node = child.type === 'text' ? child : child.nodes[0];
  if (node?.type !== 'text') return;
  node.text = text;
  if (node.owner) node.owner.tree.writeText(node.owner);
}

function insertInto(parent: Instance, child: Child, before?: Child): void {
  parent.tree.insert(parent, child, before);
}

const reconciler = createReconciler({
  supportsMutation: true,
  supportsPersistence: false,
  supportsHydration: false,
  isPrimaryRenderer: true,
  noTimeout: -1,
  scheduleTimeout: setTimeout,
  cancelTimeout: clearTimeout,
  supportsMicrotasks: true,
  scheduleMicrotask: queueMicrotask,
  getRootHostContext: () => contextOf('Screen'),
  getChildHostContext: (_context: HostContext, type: WidgetKind) => contextOf(type),
  getPublicInstance: (instance: Child) => instance,
  prepareForCommit: () => null,
  resetAfterCommit: (tree: Tree) => tree.settle(),
  shouldSetTextContent: () => false,
  createInstance(type: WidgetKind, props: AnyProps, tree: Tree) {
    const node = tree.make(type);
    setProps(node, props);
    return node;
  },
  createTextInstance: makeText,
  appendInitialChild: insertInto,
  appendChild: insertInto,
  insertBefore: insertInto,
  appendChildToContainer: (tree: Tree, child: Child) => tree.insert(tree.root, child),
  insertInContainerBefore: (tree: Tree, child: Child, before: Child) => tree.insert(tree.root, child, before),
  removeChild: (parent: Instance, child: Child) => parent.tree.remove(parent, child),
  removeChildFromContainer: (tree: Tree, child: Child) => tree.remove(tree.root, child),
  clearContainer(tree: Tree) {
    for (const child of [...tree.root.nodes]) tree.remove(tree.root, child);
  },
  finalizeInitialChildren: () => false,
  commitUpdate: (node: Instance, _type: WidgetKind, _before: AnyProps, props: AnyProps) => setProps(node, props),
  commitTextUpdate: (child: Child, _before: string, text: string) => writeChild(child, text),
  resetTextContent: ignore,
  hideInstance: (node: Instance) => setProps(node, { ...node.props, hiddenByReact: true }),
  unhideInstance: (node: Instance, props: AnyProps) => setProps(node, props),
  hideTextInstance: ignore,
  unhideTextInstance: ignore,
  detachDeletedInstance: ignore,
  preparePortalMount: ignore,
  // Every update is as urgent as a key press: committed in a microtask, never sliced over frames.
  setCurrentUpdatePriority(next: number) {
    priority = next;
  },
  getCurrentUpdatePriority: () => priority,
  resolveUpdatePriority: () => DiscreteEventPriority,
  trackSchedulerEvent: ignore,
  resolveEventType: () => null,
  resolveEventTimeStamp: () => -1.1,
  shouldAttemptEagerTransition: () => false,
  requestPostPaintCallback: ignore,
  maySuspendCommit: () => false,
  maySuspendCommitOnUpdate: () => false,
  maySuspendCommitInSyncRender: () => false,
  preloadInstance: () => true,
  startSuspendingCommit: () => null,
  suspendInstance: ignore,
  waitForCommitToBeReady: () => null,
  getSuspendedCommitReason: () => null,
  NotPendingTransition: null,
  HostTransitionContext: createContext(null),
  resetFormInstance: ignore,
  getInstanceFromNode: () => null,
  beforeActiveInstanceBlur: ignore,
  afterActiveInstanceBlur: ignore,
  prepareScopeUpdate: ignore,
  getInstanceFromScope: () => null,
  // The published types lag behind the reconciler; what it calls is what is above.
} as never);

/** The two functions of the reconciler that its published types do not name yet. */
interface SyncReconciler {
  updateContainerSync(element: ReactNode, container: unknown, parent: null, callback: null): void;
  flushSyncWork(): boolean;
}
const sync = reconciler as unknown as SyncReconciler;

export interface ReactRoot {
  render(element: ReactNode): void;
  /** Commit what is pending now. An error of a component comes out here. */
  flush(): void;
}

export function createRoot(tree: Tree): ReactRoot {
  let failure: { readonly error: unknown } | undefined;
  let flushing = false;
  const onUncaughtError = (error: unknown): void => {
    failure = { error };
    // An update that React commits by itself has no caller: the process ends and its supervisor starts it again.
    if (!flushing) queueMicrotask(throwFailure);
  };
  const throwFailure = (): void => {
    const failed = failure;
    failure = undefined;
    if (failed) throw failed.error;
  };
  const container = reconciler.createContainer(
    tree,
    ConcurrentRoot,
    null,
    false,
    null,
    '',
    onUncaughtError,
    ignore,
    ignore,
    ignore,
    null,
  );
  const flush = (): void => {
    flushing = true;
    try {
      sync.flushSyncWork();
    } finally {
      flushing = false;
    }
    throwFailure();
  };
  return {
    render(element) {
      sync.updateContainerSync(element, container, null, null);
      flush();
    },
    flush,
  };
}
