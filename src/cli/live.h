/* Live sources → store: every remote source is asked, many at a time. */
#ifndef DIGEST_CLI_LIVE_H
#define DIGEST_CLI_LIVE_H

#include "build.h"

/* What a run with live sources takes besides the configuration. */
struct live_options {
    const char *record; /* --record DIR, or null */
    const char *replay; /* --replay DIR, or null */
};

/*
 * Opens run->http, unless nothing live is to be asked: no source is remote, or the run is offline. A
 * replayed run takes place at the time of the recording. False: as http_open.
 */
bool live_open(struct build_run *run, const struct live_options *options, struct err *err);

/*
 * Brings the store up to date with all remote sources whose interval is over, notes their health, and
 * fills the sources' part of the report. A source that fails is reported, and the others go on. In an
 * offline run it only chooses what `on_error: skip` leaves out. False: the store failed, or a source that is configured with `on_error: fail` did.
 */
bool live_fetch(struct build_run *run, struct err *err);

#endif
