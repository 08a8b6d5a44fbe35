/*
 * System calls that fail, fall short or are the first that a killed process did not come to: one
 * of them, counted from when the fault was armed. The functions of the C library that the store, the output stage
 * and SQLite use are defined by the test program itself, in front of the C library's.
 */
#ifndef DIGEST_TESTS_FAULTS_H
#define DIGEST_TESTS_FAULTS_H

#include <stdbool.h>

enum fault {
    FAULT_NONE,  /* only counts */
    FAULT_FAIL,  /* the call does nothing and returns an error */
    FAULT_SHORT, /* a writing call writes half; others are left alone */
    FAULT_END,   /* this call and all later ones fail and do nothing: what is on disk then is what
                    a kill at that moment leaves, and no process is needed for it */
};

/* What a file system or a folder never does, armed or not. */
struct refusals {
    bool exchange;     /* renameat2 with RENAME_EXCHANGE: EINVAL */
    bool links;        /* linkat: EPERM */
    bool openat2;      /* ENOSYS, as in old kernels and some containers */
    bool stage_beside; /* a stage beside the output: EACCES */
};

/* From now on counts the calls that the fault is about (for FAULT_SHORT those that write, for
 * FAULT_END those that change something), and at the one numbered `at` (from 1) does what it says;
 * `number` is the errno of failing calls. */
void faults_arm(enum fault fault, long at, int number);

/* Ends that. Returns how many calls there were. */
long faults_disarm(void);

/* Sets what is refused from now on. */
void faults_refuse(struct refusals refusals);

#endif
