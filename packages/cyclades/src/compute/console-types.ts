/** Consoles at an address to connect to: raw VNC, VNC over a WebSocket, and the same with TLS. */
export type SocketConsoleType = 'vnc' | 'vnc-ws' | 'vnc-wss'

/** Consoles at the URL of a page or program. */
export type UrlConsoleType = 'novnc' | 'xvpvnc'

export type ConsoleType = SocketConsoleType | UrlConsoleType

/** Good for one connection, which must be opened soon. `password` is not enumerable: read it by name. */
export interface SocketConsole<T extends SocketConsoleType = SocketConsoleType> {
  type: T
  host: string
  port: number
  password: string
}

/** Good for one connection, which must be opened soon. The URL contains the password: it is not enumerable, read it by name. */
export interface UrlConsole<T extends UrlConsoleType = UrlConsoleType> {
  type: T
  /** `novnc`: a page of the cloud's own UI; `xvpvnc`: host, port and password. */
  url: string
}

/** How to connect to a console of type `T`. */
export type Console<T extends ConsoleType = ConsoleType> = T extends SocketConsoleType
  ? SocketConsole<T>
  : T extends UrlConsoleType
    ? UrlConsole<T>
    : never
