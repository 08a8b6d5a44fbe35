/* Which network addresses may be connected to for the sake of fetched content. */
#ifndef DIGEST_FETCH_HTTP_ADDRESS_H
#define DIGEST_FETCH_HTTP_ADDRESS_H

#include <sys/socket.h>

#include "digest/str.h"

/*
 * True for an address that anybody on the internet can reach: not loopback, link-local, private,
 * shared, multicast, reserved or for documentation (the registries of RFC 6890), nor an IPv6 address
 * that stands for such an IPv4 address (mapped, NAT64, 6to4, Teredo).
 */
bool address_is_public(const struct sockaddr *address);

/* The same for an address as text ("10.0.0.1", "fe80::1%eth0"). True for a text that is none. */
bool address_text_is_public(str text);

/* Bytes for an address as text, with its NUL. */
#define ADDRESS_SHOWN 48

/* Writes the address as text; "" when it is none of the internet's. */
void address_show(const struct sockaddr *address, char out[ADDRESS_SHOWN]);

/* True for 127.0.0.0/8 and ::1 as text. */
bool address_is_loopback(str text);

/*
 * True for a host that only a local network can know: an address that is not public, "localhost" and
 * names below it, names without a dot, those that end in a number, and the ends that are set aside for home and company
 * networks.
 * For use where a proxy resolves names, so that the address is never seen.
 */
bool address_host_is_local(str host);

/* True when host, a name or an address, is in a comma- or space-separated list as proxy variables
 * have it: "*", names (covering all below them), addresses, networks ("10.0.0.0/8"). */
bool address_in_list(str host, str list);

#endif
