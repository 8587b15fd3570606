// The socket to the server: commands with their answers, and news by kind. Comes back by itself.

const waiting = new Map();
const listeners = new Map();
let socket = null;
let reference = 0;

/** Calls a function for every message of a kind. */
export function on(kind, listener) {
  listeners.set(kind, [...(listeners.get(kind) ?? []), listener]);
}

function tell(kind, message) {
  (listeners.get(kind) ?? []).forEach((listener) => listener(message));
}

/** Sends a command; the promise holds the answer, or fails with the server's reason. */
export function ask(command) {
  return new Promise((resolve, reject) => {
    if (socket?.readyState !== WebSocket.OPEN) {
      reject(new Error("not connected: is the server still there?"));
      return;
    }
    reference += 1;
    waiting.set(reference, { resolve, reject });
    socket.send(JSON.stringify({ ref: reference, ...command }));
  });
}

function received(message) {
  if (message.is !== "answer") {
    tell(message.is, message);
    return;
  }
  const asked = waiting.get(message.ref);
  waiting.delete(message.ref);
  if (message.ok) asked?.resolve(message);
  else asked?.reject(new Error(message.message));
}

export function connect() {
  socket = new WebSocket("ws://" + location.host + "/live");
  socket.onopen = () => tell("open", {});
  socket.onmessage = (event) => received(JSON.parse(event.data));
  socket.onclose = () => {
    waiting.forEach((asked) => asked.reject(new Error("the connection was lost")));
    waiting.clear();
    tell("closed", {});
    setTimeout(connect, 1500);
  };
}
