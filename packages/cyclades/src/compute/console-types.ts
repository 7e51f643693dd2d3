/** Consoles that give an address to connect to: raw VNC, VNC over a WebSocket, and the same with TLS. */
export type SocketConsoleType = 'vnc' | 'vnc-ws' | 'vnc-wss'

/** Consoles that give the URL of a page or program. */
export type UrlConsoleType = 'novnc' | 'xvpvnc'

export type ConsoleType = SocketConsoleType | UrlConsoleType

/** Good for one connection, which has to be made soon. */
export interface SocketConsole<T extends SocketConsoleType = SocketConsoleType> {
  type: T
  host: string
  port: number
  password: string
}

/** Good for one connection, which has to be made soon. The URL holds the password. */
export interface UrlConsole<T extends UrlConsoleType = UrlConsoleType> {
  type: T
  /** `novnc`: a page of the cloud's own UI; `xvpvnc`: host, port and password. */
  url: string
}

/** What comes back for a console of type `T`. */
export type Console<T extends ConsoleType = ConsoleType> = T extends SocketConsoleType
  ? SocketConsole<T>
  : T extends UrlConsoleType
    ? UrlConsole<T>
    : never
