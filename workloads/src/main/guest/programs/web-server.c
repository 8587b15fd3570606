/* What does a request to a web server cost? HTTP/1.1 on port 80: the files below /www, connections that stay open.
   Stretch 1: one request, from its bytes to the last of the answer. Stretch 2: one connection accepted.
   Who asks is outside of the machine and looks at every answer; its last request says whether all were right.
   Parameters: iterations (requests measured), warmup, files, size, keep, port, poll, idle. */
#include "measure.h"
#include "network.h"
#include "text.h"

NETWORK_BY_FILES
enum { STRETCH_REQUEST = 1, STRETCH_ACCEPT = 2 };
enum { REQUEST_MAX = 4096, PATH_MAX = 256, CHUNK = 16384, HEAD_MAX = 256 };

static char request[REQUEST_MAX + 1] __attribute__((aligned(4096)));
static char chunk[CHUNK] __attribute__((aligned(4096)));
static uint64_t held;       /* bytes of requests that came */
static uint64_t served, first, last; /* requests: so far; those measured */
static int in_stretch, judged, right = 1;

static int send_all(int64_t connection, const char *from, uint64_t bytes)
{
    while (bytes) {
        int64_t sent = ros_send_bytes(connection, from, bytes);
        if (sent <= 0)
            return 0;
        from += sent;
        bytes -= (uint64_t)sent;
    }
    return 1;
}

static char *append(char *to, const char *text)
{
    while (*text)
        *to++ = *text++;
    return to;
}

static char *append_number(char *to, uint64_t value)
{
    char digits[20];
    int count = 0;
    do
        digits[count++] = (char)('0' + value % 10);
    while (value /= 10);
    while (count)
        *to++ = digits[--count];
    return to;
}

static int send_head(int64_t connection, const char *status, uint64_t length, int keep)
{
    char head[HEAD_MAX], *end = append(head, "HTTP/1.1 ");
    end = append(end, status);
    end = append(end, "\r\nServer: rustos\r\nContent-Length: ");
    end = append_number(end, length);
    end = append(end, keep ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n");
    return send_all(connection, head, (uint64_t)(end - head));
}

static int refuse(int64_t connection, const char *status)
{
    send_head(connection, status, 0, 0);
    return 0;
}

/* Sends a file, or that there is none; whether the connection can go on. */
static int serve_file(int64_t connection, const char *path, int body, int keep)
{
    struct ros_stat stat;
    int64_t result = ros_stat(path, &stat);
    int64_t file = result < 0 || (stat.mode & 0170000) != 0100000 ? -ENOENT : ros_open(path, ROS_READ_ONLY, 0);
    if (file < 0)
        return send_head(connection, "404 Not Found", 0, keep) && keep;
    int going = send_head(connection, "200 OK", stat.bytes, keep);
    for (uint64_t at = 0; going && body && at < stat.bytes;) {
        uint64_t part = stat.bytes - at < CHUNK ? stat.bytes - at : CHUNK;
        int64_t bytes = ros_read(file, chunk, part, at);
        /* A length was promised: a file that became shorter ends the connection. */
        going = bytes > 0 && send_all(connection, chunk, (uint64_t)bytes);
        at += (uint64_t)bytes;
    }
    ros_close(file);
    return going && keep;
}

/* Where the head of the first request ends, or 0 while it is not all there. */
static uint64_t head_end(void)
{
    for (uint64_t i = 3; i < held; i++)
        if (request[i] == '\n' && request[i - 1] == '\r' && request[i - 2] == '\n' && request[i - 3] == '\r')
            return i + 1;
    return 0;
}

/* Whether a line of the head is this field with this value; names and values are compared without case. */
static int has_field(const char *head, const char *field)
{
    for (; *head; head++) {
        if (*head != '\n')
            continue;
        const char *text = head + 1, *wanted = field;
        while (*wanted && (*text == *wanted || (*text | 32) == (*wanted | 32)))
            text++, wanted++;
        if (!*wanted && *text == '\r')
            return 1;
    }
    return 0;
}

/* One request whose head is whole; whether the connection can go on. */
static int serve(int64_t connection)
{
    char path[PATH_MAX + 16], *end = append(path, "/www");
    int body = behind(request, "GET ") != 0;
    const char *from = body ? behind(request, "GET ") : behind(request, "HEAD ");
    int keep = !has_field(request, "connection: close");
    if (!from)
        return refuse(connection, "501 Not Implemented");
    if (*from != '/')
        return refuse(connection, "400 Bad Request");
    const char *verdict_word = behind(from, "/verdict/");
    for (; *from && *from != ' ' && *from != '?' && *from != '\r'; from++) {
        if (end == path + PATH_MAX || (from[0] == '.' && from[1] == '.'))
            return refuse(connection, "400 Bad Request");
        *end++ = *from;
    }
    while (*from && *from != ' ' && *from != '\r')
        from++;
    if (!behind(from, " HTTP/1.1\r\n"))
        return refuse(connection, "505 HTTP Version Not Supported");
    *end = 0;
    if (verdict_word) {
        judged = 1;
        right &= behind(verdict_word, "right ") != 0;
        return send_head(connection, "200 OK", 0, 0) && 0;
    }
    if (end[-1] == '/')
        *append(end, "index.html") = 0;
    return serve_file(connection, path, body, keep);
}

/* The first that is measured is a request. */
static void begin(uint32_t stretch)
{
    if (served == first && stretch == STRETCH_REQUEST && !in_stretch)
        measure_baseline();
    in_stretch = served >= first + (stretch == STRETCH_ACCEPT) && served < last;
    if (in_stretch)
        marker(MARKER_BEGIN, stretch);
}

static void end(void)
{
    if (in_stretch)
        marker(MARKER_END, 1);
}

/* Has the next request whole; 0 at the connection's end, and when it is too long. */
static uint64_t receive(int64_t connection)
{
    uint64_t length;
    while (!(length = head_end())) {
        if (held == REQUEST_MAX) {
            refuse(connection, "431 Request Header Fields Too Large");
            return 0;
        }
        int64_t bytes = ros_receive_bytes(connection, request + held, REQUEST_MAX - held);
        if (bytes <= 0)
            return 0;
        held += (uint64_t)bytes;
    }
    return length;
}

static void converse(int64_t connection)
{
    int going = 1;
    held = 0;
    while (going) {
        begin(STRETCH_REQUEST);
        uint64_t length = receive(connection);
        char behind_head = request[length];
        request[length] = 0;
        going = length && serve(connection);
        end();
        request[length] = behind_head;
        served += length != 0;
        held -= length;
        for (uint64_t i = 0; i < held; i++)
            request[i] = request[length + i];
    }
}

int ros_main(int argc, char **argv)
{
    struct ros_listener listener;
    first = parameter(argc, argv, "warmup", 50);
    last = first + parameter(argc, argv, "iterations", 200);
    start(argc, argv, 1);
    right &= ros_listen(&listener, (uint32_t)parameter(argc, argv, "port", 80)) >= 0;
    while (right && !judged) {
        begin(STRETCH_ACCEPT);
        int64_t connection = ros_accept(&listener);
        end();
        right &= connection >= 0;
        if (connection >= 0) {
            converse(connection);
            ros_close(connection);
        }
    }
    return verdict("web-server", right && judged);
}
