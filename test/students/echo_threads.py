# An echo server with a thread for each client. Usage: python3 echo_threads.py [PORT]

import socket
import sys
import threading


def handle(connection, address):
    with connection:
        try:
            while True:
                data = connection.recv(4096)
                if not data:
                    break
                connection.sendall(data)
        except OSError as error:
            print(f"{address}: {error}", file=sys.stderr)


def main():
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 50007
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", port))
    server.listen()
    print(f"listening on port {server.getsockname()[1]}", flush=True)
    while True:
        connection, address = server.accept()
        thread = threading.Thread(target=handle, args=(connection, address), daemon=True)
        thread.start()


main()
