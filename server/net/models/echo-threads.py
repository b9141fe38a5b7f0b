"""A TCP echo server (RFC 862) with a thread for each connection.

    python3 echo-threads.py --port 7000        and then, elsewhere:  nc 127.0.0.1 7000

One thread accepts. Each client that it accepts gets a thread of its own, which waits in recv()
without holding up anybody else:

    accept() --> recv() --> sendall() --> recv() --> sendall() ... recv() returns b"" --> close()

What happens is printed as it happens, one JSON object a line. The main thread reads commands from
standard input, also one JSON object a line, and ends the program where that ends:

    {"end": 3, "how": "fin"}    ends connection 3 from this side; "rst" aborts it
    {"stop": true}              stops listening and ends all connections with FIN
"""

import argparse
import errno
import json
import os
import socket
import struct
import sys
import threading
import time

MAX_CHUNK = 65536
BACKLOG = 1024

# A thread here needs little of the 8 MiB that it would be given.
STACK_BYTES = 256 * 1024

# SO_LINGER with a time of 0: close() sends RST, and what was not sent is lost.
ABORT_ON_CLOSE = struct.pack("ii", 1, 0)

printing = threading.Lock()


def say(event, **fields):
    """Prints what happened. The lock keeps the lines of different threads apart."""
    line = json.dumps(dict(fields, event=event, at=time.time() * 1000))
    with printing:
        print(line, flush=True)


class Connection:
    """One client, and what its thread does with it."""

    def __init__(self, number, client, peer):
        self.number = number
        self.client = client
        self.peer = peer
        self.local = client.getsockname()
        # Held while bytes or FIN are sent, so that FIN stands behind a whole echo.
        self.sending = threading.Lock()
        self.fin_wanted = False
        self.fin_sent = False
        self.rst_wanted = False

    def serve(self):
        """The whole life of a connection, in a thread of its own."""
        self.say("accept", peer=self.peer[:2], local=self.local[:2], thread=threading.get_native_id())
        how, code = "fin", None
        try:
            self.echo()
            if not self.rst_wanted:
                self.send_fin()
        except OSError as error:
            code = errno_name(error)
            how = "reset" if code in ("ECONNRESET", "EPIPE") else "error"
        finally:
            if self.rst_wanted:
                how, code = "abort", None
            self.client.close()
            self.say("close", how=how, code=code)

    def echo(self):
        """Echoes chunk by chunk until the client's FIN."""
        while True:
            chunk = self.client.recv(MAX_CHUNK)
            if self.rst_wanted:
                return
            if not chunk:
                # recv() waits for at least one byte. It returns none at the client's FIN, and only then.
                with self.sending:  # A FIN of ours that it answers is told before it.
                    self.say("finReceived")
                return
            self.say("recv", bytes=len(chunk))
            self.send(chunk)

    def send(self, chunk):
        with self.sending:
            if self.fin_sent:
                return
            # send() may take only a part of the chunk; sendall() goes on until all of it is taken.
            self.client.sendall(chunk)
            self.say("send", bytes=len(chunk))
        if self.fin_wanted:
            self.send_fin()

    def send_fin(self, wait=True):
        """Ends our direction behind what was echoed; what the client still sends is read and dropped."""
        self.fin_wanted = True
        if not self.sending.acquire(blocking=wait):
            return  # Its thread is in sendall() and will send FIN after that.
        try:
            if not self.fin_sent:
                self.fin_sent = True
                self.client.shutdown(socket.SHUT_WR)
                self.say("finSent")
        finally:
            self.sending.release()

    def abort(self):
        """Has its thread close it with RST, which may be waiting in recv() or sendall()."""
        self.rst_wanted = True
        self.abort_on_close()
        self.client.shutdown(socket.SHUT_RD)  # Wakes recv(), and sends nothing.
        if self.sending.acquire(timeout=0.1):
            self.sending.release()
        else:
            # Wakes sendall(). This FIN waits behind bytes that the client does not take, and is lost with them.
            self.client.shutdown(socket.SHUT_WR)

    def abort_on_close(self):
        self.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT_ON_CLOSE)

    def say(self, event, **fields):
        say(event, connection=self.number, **fields)


class Server:
    """Accepts, and knows the connections that are open."""

    def __init__(self, host, port, max_connections):
        self.listener = listen(host, port)
        self.max_connections = max_connections
        self.stopping = False
        self.connections = {}
        # Held while they are looked at or changed: every thread does it.
        self.changing = threading.Lock()

    def accept_clients(self):
        number = 0
        failure = None
        while not self.stopping:
            try:
                client, peer = self.listener.accept()
            except OSError as error:
                if not self.stopping:
                    # Without free descriptors it fails again and again, and that is told once.
                    if failure != errno_name(error):
                        failure = errno_name(error)
                        say("acceptFailed", code=failure)
                    time.sleep(0.1)
                continue
            failure = None
            number += 1
            try:
                self.take(number, client, peer)
            except (OSError, RuntimeError):
                # The client has gone already, or the system has no thread left.
                client.close()

    def take(self, number, client, peer):
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        connection = Connection(number, client, peer)
        with self.changing:
            if self.stopping or len(self.connections) >= self.max_connections:
                client.close()
                say("refuse", peer=peer[:2])
                return
            self.connections[number] = connection
        try:
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()
        except RuntimeError:
            self.forget(connection)
            raise

    def serve(self, connection):
        try:
            connection.serve()
        finally:
            self.forget(connection)

    def forget(self, connection):
        with self.changing:
            del self.connections[connection.number]

    def open_connections(self):
        with self.changing:
            return list(self.connections.values())

    def obey(self, command):
        if "stop" in command:
            self.stop()
        for connection in self.open_connections():
            if connection.number == command.get("end"):
                end(connection, command.get("how"))

    def stop(self):
        """Stops listening. Whoever is served now has FIN behind what was echoed so far."""
        self.stopping = True
        try:
            self.listener.shutdown(socket.SHUT_RDWR)  # Wakes accept().
        except OSError:
            pass  # Some systems have nothing to shut down in a socket that listens.
        self.listener.close()
        for connection in self.open_connections():
            end(connection, "fin")

    def abort_all(self):
        """Those that are left are closed with RST when the process ends."""
        for connection in self.open_connections():
            try:
                connection.abort_on_close()
            except OSError:
                pass  # It has ended in the meantime.


def end(connection, how):
    try:
        if how == "rst":
            connection.abort()
        else:
            connection.send_fin(wait=False)
    except OSError:
        pass  # It has ended in the meantime.


def listen(host, port):
    """A socket that listens there, or on any free port where that one is taken."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    # Without it the port could not be bound for a minute after a server with connections was stopped.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if port == 0 or error.errno != errno.EADDRINUSE:
            raise
        return listen(host, 0)
    return listener


def errno_name(error):
    return errno.errorcode.get(error.errno, "EIO")


def give_up(reason):
    say("failed", reason=reason)
    sys.exit(1)


def main():
    parser = argparse.ArgumentParser(description="TCP echo server with a thread for each connection")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="default: any free one")
    parser.add_argument("--max-connections", type=int, default=10000)
    options = parser.parse_args()

    if sys.version_info < (3, 8):
        give_up("Python 3.8 or newer is needed, and python3 is %d.%d here." % sys.version_info[:2])
    threading.stack_size(STACK_BYTES)
    try:
        server = Server(options.host, options.port, options.max_connections)
    except OSError as error:
        give_up("Python cannot listen on %s, port %d: %s." % (options.host, options.port, error.strerror))

    say("listen", endpoint=server.listener.getsockname()[:2])
    threading.Thread(target=server.accept_clients, daemon=True).start()
    try:
        for line in sys.stdin:
            try:
                server.obey(json.loads(line))
            except (ValueError, TypeError, AttributeError):
                print("not a command:", line.strip(), file=sys.stderr)
    except KeyboardInterrupt:
        pass
    server.abort_all()
    # Unlike sys.exit() it waits for nobody, such as a thread whose line nobody reads any more.
    os._exit(0)


if __name__ == "__main__":
    main()
