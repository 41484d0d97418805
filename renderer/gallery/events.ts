/** A list of listeners, for the fakes of services. */
export function source<Payload>() {
  const listeners = new Set<(payload: Payload) => void>();
  return {
    listeners,
    on: (listener: (payload: Payload) => void): (() => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    emit: (payload: Payload): void => {
      for (const listener of listeners) listener(payload);
    },
  };
}
