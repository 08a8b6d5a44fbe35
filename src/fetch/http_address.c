/* Addresses by the registries of special-purpose ones (RFC 6890, IANA), and lists of hosts. */
#include "http_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

/* A network: the first `bits` of `bytes`. */
struct network {
    unsigned char bytes[16];
    unsigned bits;
};

/* Longest text of an address: IPv6 with an IPv4 tail. */
#define ADDRESS_TEXT 46

static bool is_within(const unsigned char *address, const struct network *network)
{
    unsigned whole = network->bits / 8, rest = network->bits % 8;
    if (memcmp(address, network->bytes, whole) != 0)
        return false;
    unsigned mask = rest ? 0xFFu << (8 - rest) & 0xFF : 0;
    return (address[whole < 16 ? whole : 0] & mask) ==
           (network->bytes[whole < 16 ? whole : 0] & mask);
}

static bool is_in_any(const unsigned char *address, const struct network *networks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_within(address, &networks[i]))
            return true;
    return false;
}

static bool four_is_public(const unsigned char address[4])
{
    static const struct network closed[] = {
        {{0}, 8},             /* "this network" */
        {{10}, 8},            /* private */
        {{100, 64}, 10},      /* shared by the customers of a provider */
        {{127}, 8},           /* loopback */
        {{169, 254}, 16},     /* link-local; cloud metadata */
        {{172, 16}, 12},      /* private */
        {{192, 0, 0}, 24},    /* protocol assignments */
        {{192, 0, 2}, 24},    /* documentation */
        {{192, 88, 99}, 24},  /* former 6to4 relays */
        {{192, 168}, 16},     /* private */
        {{198, 18}, 15},      /* benchmarks */
        {{198, 51, 100}, 24}, /* documentation */
        {{203, 0, 113}, 24},  /* documentation */
        {{224}, 4},           /* multicast */
        {{240}, 4},           /* reserved, broadcast */
    };
    return !is_in_any(address, closed, sizeof closed / sizeof closed[0]);
}

static bool six_is_public(const unsigned char address[16])
{
    static const struct network mapped = {{[10] = 0xFF, [11] = 0xFF}, 96};
    static const struct network nat64 = {{0, 0x64, 0xFF, 0x9B}, 96};
    static const struct network six_to_four = {{0x20, 0x02}, 16};
    static const struct network global = {{0x20}, 3}; /* all that is handed out as of 2026 */
    static const struct network closed[] = {
        {{0x20, 0x01}, 23},             /* protocol assignments, Teredo, ORCHID */
        {{0x20, 0x01, 0x0D, 0xB8}, 32}, /* documentation */
        {{0x3F, 0xFF}, 20},             /* documentation */
    };
    if (is_within(address, &mapped) || is_within(address, &nat64))
        return four_is_public(address + 12);
    if (is_within(address, &six_to_four))
        return four_is_public(address + 2);
    return is_within(address, &global) &&
           !is_in_any(address, closed, sizeof closed / sizeof closed[0]);
}

/* The bytes of an address: 4 or 16, or 0 when it is none of the internet's. They are copied, since
 * nothing is said about the alignment of what libcurl hands out. */
static unsigned address_bytes(const struct sockaddr *address, unsigned char out[16])
{
    const char *p = (const char *)address;
    if (address->sa_family == AF_INET) {
        memcpy(out, p + offsetof(struct sockaddr_in, sin_addr), 4);
        return 4;
    }
    if (address->sa_family == AF_INET6) {
        memcpy(out, p + offsetof(struct sockaddr_in6, sin6_addr), 16);
        return 16;
    }
    return 0;
}

bool address_is_public(const struct sockaddr *address)
{
    unsigned char bytes[16];
    switch (address_bytes(address, bytes)) {
    case 4: return four_is_public(bytes);
    case 16: return six_is_public(bytes);
    default: return false;
    }
}

void address_show(const struct sockaddr *address, char out[ADDRESS_SHOWN])
{
    unsigned char bytes[16];
    if (!address_bytes(address, bytes) || !inet_ntop(address->sa_family, bytes, out, ADDRESS_SHOWN))
        out[0] = '\0';
}

/* Reads an address as text: 4 or 16 bytes, or 0 when it is none. A zone ("%eth0") is ignored. */
static unsigned read_address(str text, unsigned char out[16])
{
    char z[ADDRESS_TEXT + 1];
    text = str_slice(text, 0, str_find_char(text, '%', 0));
    if (text.n == 0 || text.n > ADDRESS_TEXT)
        return 0;
    memcpy(z, text.p, text.n);
    z[text.n] = '\0';
    if (inet_pton(AF_INET, z, out) == 1)
        return 4;
    return inet_pton(AF_INET6, z, out) == 1 ? 16 : 0;
}

bool address_text_is_public(str text)
{
    unsigned char bytes[16];
    switch (read_address(text, bytes)) {
    case 4: return four_is_public(bytes);
    case 16: return six_is_public(bytes);
    default: return true;
    }
}

bool address_is_loopback(str text)
{
    static const unsigned char one[16] = {[15] = 1};
    unsigned char bytes[16];
    unsigned n = read_address(text, bytes);
    return n == 4 ? bytes[0] == 127 : n == 16 && memcmp(bytes, one, 16) == 0;
}

/* True when the last part of a host is a number: no name ends so, but "127.1" and "0x7f.1" are
 * addresses to some. */
static bool ends_in_number(str host)
{
    str last = host, part;
    uint64_t ignored;
    while (str_next_part(&host, '.', &part))
        last = part.n ? part : last;
    if (str_eq_nocase(str_slice(last, 0, 2), STR("0x")))
        return true;
    return str_to_uint(last, UINT64_MAX, &ignored);
}

bool address_host_is_local(str host)
{
    static const str ends[] = {{".localhost", 10}, {".localdomain", 12}, {".local", 6},
                               {".internal", 9},   {".intranet", 9},     {".lan", 4},
                               {".home.arpa", 10}};
    unsigned char bytes[16];
    if (read_address(host, bytes))
        return !address_text_is_public(host);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (str_ends_nocase(host, ends[i]))
            return true;
    return str_find_char(host, '.', 0) == SIZE_MAX || ends_in_number(host);
}

/* True when host is in a network like "10.0.0.0/8", or is the address itself. */
static bool is_in_network(str host, str entry)
{
    struct network network;
    unsigned char bytes[16];
    uint64_t bits;
    size_t slash = str_find_char(entry, '/', 0);
    unsigned n = read_address(host, bytes);
    if (n == 0 || read_address(str_slice(entry, 0, slash), network.bytes) != n)
        return false;
    bits = n * 8;
    if (slash != SIZE_MAX && !str_to_uint(str_slice(entry, slash + 1, entry.n), n * 8, &bits))
        return false;
    network.bits = (unsigned)bits;
    return is_within(bytes, &network);
}

static bool is_below_name(str host, str name)
{
    if (str_starts(name, STR(".")))
        name = str_slice(name, 1, name.n);
    if (name.n == 0 || !str_ends_nocase(host, name))
        return false;
    return host.n == name.n || host.p[host.n - name.n - 1] == '.';
}

bool address_in_list(str host, str list)
{
    unsigned char bytes[16];
    bool number = read_address(host, bytes) > 0;
    str part, word;
    while (str_next_part(&list, ',', &part))
        while (str_next_part(&part, ' ', &word)) {
            word = str_trim(word);
            if (str_is(word, "*") ||
                (number ? is_in_network(host, word) : is_below_name(host, word)))
                return true;
        }
    return false;
}
