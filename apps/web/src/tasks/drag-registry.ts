/** An element that can be dragged as a task, as fingers find it. The browser's own dragging is for mice. */
export interface Draggable {
  id: string
  onDragged: (isDragged: boolean) => void
  /** Called when a finger begins to move it. */
  onTouchStart: () => void
}

export interface DropTarget {
  onOver: (isOver: boolean) => void
  onDrop: (id: string) => void
}

export const draggables = new WeakMap<Element, Draggable>()
export const dropTargets = new WeakMap<Element, DropTarget>()
