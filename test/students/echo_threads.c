/* An echo server with a thread for each client.
 *
 * cc -pthread echo_threads.c -o echo_threads
 * Usage: echo_threads [PORT]
 */

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFFER_SIZE 4096

static void die(const char *what)
{
    perror(what);
    exit(1);
}

/* Sends everything, however many calls it takes. */
static int send_all(int fd, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fd, data, length, 0);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return -1;
        data += sent;
        length -= sent;
    }
    return 0;
}

static void *handle(void *argument)
{
    int fd = (int)(intptr_t)argument;
    char buffer[BUFFER_SIZE];
    ssize_t received;

    while ((received = recv(fd, buffer, sizeof buffer, 0)) > 0) {
        if (send_all(fd, buffer, received) < 0) {
            perror("send");
            break;
        }
    }
    if (received < 0)
        perror("recv");
    close(fd);
    return NULL;
}

int main(int argc, char **argv)
{
    int port = argc > 1 ? atoi(argv[1]) : 50007;
    int yes = 1;
    struct sockaddr_in address;
    socklen_t length = sizeof address;

    signal(SIGPIPE, SIG_IGN);

    int server = socket(AF_INET, SOCK_STREAM, 0);
    if (server < 0)
        die("socket");
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (bind(server, (struct sockaddr *)&address, sizeof address) < 0)
        die("bind");
    if (listen(server, 10) < 0)
        die("listen");
    if (getsockname(server, (struct sockaddr *)&address, &length) < 0)
        die("getsockname");
    printf("listening on port %d\n", ntohs(address.sin_port));
    fflush(stdout);

    for (;;) {
        pthread_t thread;
        int fd = accept(server, NULL, NULL);
        if (fd < 0) {
            perror("accept");
            continue;
        }
        if (pthread_create(&thread, NULL, handle, (void *)(intptr_t)fd) != 0) {
            fprintf(stderr, "no thread for another client\n");
            close(fd);
            continue;
        }
        pthread_detach(thread);
    }
}
